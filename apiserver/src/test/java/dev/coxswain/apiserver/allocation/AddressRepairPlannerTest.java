package dev.coxswain.apiserver.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.core.v1.ServiceSpec;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.api.networking.v1.IPAddress;
import dev.coxswain.api.networking.v1.ParentReference;
import dev.coxswain.api.networking.v1.ServiceCIDR;
import dev.coxswain.api.networking.v1.ServiceCIDRSpec;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apiserver.allocation.AddressRepairPlanner.Action;
import dev.coxswain.apiserver.allocation.AddressRepairPlanner.Note;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AddressRepairPlannerTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:10:00Z");
  private static final String IP = "10.96.0.7";
  private static final Service WEB = service("web", IP);
  private static final IPAddress WEBS = IpAddresses.of(IP, WEB, "u", NOW.minusSeconds(300));
  private static final IPAddress OTHERS =
      IpAddresses.of(IP, service("other", "10.96.0.8"), "u", NOW.minusSeconds(300));

  static Stream<Arguments> plans() {
    return Stream.of(
        row("as it should be", List.of(WEB), WEBS),
        row(
            "nothing stands for it",
            List.of(WEB),
            Optional.empty(),
            "take ClusterIPNotAllocated: Cluster IP [IPv4]: 10.96.0.7 is not allocated; repairing"),
        row(
            "out of every range",
            List.of(service("web", "10.97.0.7")),
            Optional.empty(),
            "tell ClusterIPOutOfRange: Cluster IP [IPv4]: 10.97.0.7 is not within any configured"
                + " Service CIDR; please recreate service"),
        row(
            "it names a service that isn't there",
            List.of(WEB),
            OTHERS,
            "take ClusterIPNotAllocated: the ClusterIP [IPv4]: 10.96.0.7 for Service default/web"
                + " has a wrong reference; repairing"),
        row(
            "two services have it",
            List.of(WEB, service("other", IP)),
            OTHERS,
            "tell ClusterIPAlreadyAllocated: Cluster IP [IPv4]:10.96.0.7 was assigned to multiple"
                + " services; please recreate service"),
        row(
            "it lost its labels",
            List.of(WEB),
            Metadata.edit(WEBS, m -> m.removeLabels("ipaddress.kubernetes.io/ip-family")),
            "take"),
        row(
            "leaked",
            List.of(),
            WEBS,
            "free IPAddressNotAllocated: IPAddress: 10.96.0.7 for Service default/web appears to"
                + " have leaked: cleaning up"),
        row("just made", List.of(), IpAddresses.of(IP, WEB, "u", NOW.minusSeconds(30))),
        row(
            "its service has another one",
            List.of(service("web", "None")),
            WEBS,
            "free IPAddressWrongReference: IPAddress: 10.96.0.7 for Service default/web has a wrong"
                + " reference; cleaning up"),
        row(
            "it names something else",
            List.of(),
            named("pods"),
            "free IPAddressNotAllocated: IPAddress 10.96.0.7 appears to have been modified, not"
                + " referencing a Service"
                + " &ParentReference{Group:,Resource:pods,Namespace:default,Name:web,}: cleaning"
                + " up"),
        row(
            "somebody else's",
            List.of(),
            Metadata.edit(WEBS, m -> m.putLabels("ipaddress.kubernetes.io/managed-by", "x"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("plans")
  void servicesAndAddressesAgree(
      String name, List<Service> services, List<IPAddress> addresses, List<String> wanted) {
    var range =
        ServiceCIDR.newBuilder()
            .setSpec(ServiceCIDRSpec.newBuilder().addCidrs("10.96.0.0/16"))
            .build();
    var view = new AddressRepairPlanner.View(services, addresses, List.of(range), NOW);
    assertThat(AddressRepairPlanner.plan(view).stream().map(AddressRepairPlannerTest::tell))
        .filteredOn(text -> !text.contains("10.96.0.8"))
        .containsExactlyElementsOf(wanted);
  }

  private static String tell(Action action) {
    return switch (action) {
      case Action.Tell(var note) -> "tell" + tell(note);
      case Action.Take(_, _, _, var note) -> "take" + note.map(n -> tell(n)).orElse("");
      case Action.Free(_, var note) -> "free" + tell(note);
    };
  }

  private static String tell(Note note) {
    return " " + note.reason() + ": " + note.text();
  }

  private static Arguments row(
      String name, List<Service> services, IPAddress address, String... wanted) {
    return row(name, services, Optional.of(address), wanted);
  }

  private static Arguments row(
      String name, List<Service> services, Optional<IPAddress> address, String... wanted) {
    return arguments(name, services, address.stream().toList(), List.of(wanted));
  }

  private static IPAddress named(String resource) {
    var parent =
        ParentReference.newBuilder().setResource(resource).setNamespace("default").setName("web");
    return WEBS.toBuilder().setSpec(WEBS.getSpec().toBuilder().setParentRef(parent)).build();
  }

  private static Service service(String name, String ip) {
    return Service.newBuilder()
        .setMetadata(ObjectMeta.newBuilder().setNamespace("default").setName(name).setUid(name))
        .setSpec(ServiceSpec.newBuilder().setType("ClusterIP").setClusterIP(ip).addClusterIPs(ip))
        .build();
  }
}
