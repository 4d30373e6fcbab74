package dev.coxswain.cloudcontrollermanager.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.core.v1.LoadBalancerIngress;
import dev.coxswain.api.core.v1.LoadBalancerStatus;
import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.NodeCondition;
import dev.coxswain.api.core.v1.NodeStatus;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.core.v1.ServiceSpec;
import dev.coxswain.api.core.v1.ServiceStatus;
import dev.coxswain.api.discovery.v1.Endpoint;
import dev.coxswain.api.discovery.v1.EndpointConditions;
import dev.coxswain.api.discovery.v1.EndpointSlice;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.hosts.HostAnnotations;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.cloudcontrollermanager.vm.AnnouncementPlanner.Change;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AnnouncementPlannerTest {
  private static final Service WEB = service("web", "10.0.1.1", "Cluster");
  private static final Service API = service("api", "10.0.1.2", "Cluster");
  private static final Service LOCAL = service("web", "10.0.1.1", "Local");
  private static final List<EndpointSlice> ON_B = List.of(slice("web", "b", true));

  static Stream<Arguments> plans() {
    return Stream.of(
        row("a new address", List.of(WEB), List.of(node("a")), change("a", "10.0.1.1", "10.0.1.1")),
        row("as desired", List.of(WEB), List.of(node("a", "10.0.1.1"), node("b"))),
        row(
            "they are spread",
            List.of(API, WEB),
            List.of(node("a"), node("b")),
            change("a", "10.0.1.2", "10.0.1.2"),
            change("b", "10.0.1.1", "10.0.1.1")),
        row(
            "the host fell silent: away first, then there",
            List.of(API, WEB),
            List.of(node("a", "10.0.1.2"), silent("b", "10.0.1.1")),
            change("b", "", ""),
            change("a", "10.0.1.1,10.0.1.2", "10.0.1.1")),
        row(
            "it came back: nothing moves again",
            List.of(API, WEB),
            List.of(node("a", "10.0.1.1,10.0.1.2"), node("b"))),
        row("no host is fit", List.of(WEB), List.of(silent("a", "10.0.1.1")), change("a", "", "")),
        row(
            "an excluded host",
            List.of(WEB),
            List.of(
                Metadata.edit(
                    node("a", "10.0.1.1"),
                    m ->
                        m.putLabels("node.kubernetes.io/exclude-from-external-load-balancers", "")),
                node("b")),
            change("a", "", ""),
            change("b", "10.0.1.1", "10.0.1.1")),
        row("no service any more", List.of(), List.of(node("a", "10.0.1.1")), change("a", "", "")),
        row(
            "a service that is going",
            List.of(Metadata.edit(WEB, m -> m.getDeletionTimestampBuilder().setSeconds(1))),
            List.of(node("a", "10.0.1.1")),
            change("a", "", "")),
        row(
            "somebody else's class",
            List.of(
                WEB.toBuilder()
                    .setSpec(WEB.getSpec().toBuilder().setLoadBalancerClass("x/y"))
                    .build()),
            List.of(node("a"))),
        local(
            "Local: only where its endpoints are",
            ON_B,
            List.of(node("a", "10.0.1.1"), node("b")),
            change("a", "", ""),
            change("b", "10.0.1.1", "10.0.1.1")),
        local("Local: nowhere", List.of(), List.of(node("a", "10.0.1.1")), change("a", "", "")),
        local(
            "Local: endpoints that are not ready don't count",
            List.of(slice("web", "b", false)),
            List.of(node("b"))),
        local(
            "Local: another's endpoints don't count",
            List.of(slice("api", "b", true)),
            List.of(node("b"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("plans")
  void eachAddressHasOneHost(
      String name,
      List<Service> services,
      List<EndpointSlice> slices,
      List<Node> nodes,
      List<Change> wanted) {
    assertThat(AnnouncementPlanner.plan(new AnnouncementPlanner.View(services, nodes, slices)))
        .isEqualTo(wanted);
  }

  private static Arguments row(
      String name, List<Service> services, List<Node> nodes, Change... wanted) {
    return arguments(name, services, List.of(), nodes, List.of(wanted));
  }

  private static Arguments local(
      String name, List<EndpointSlice> slices, List<Node> nodes, Change... wanted) {
    return arguments(name, List.of(LOCAL), slices, nodes, List.of(wanted));
  }

  private static Change change(String node, String addresses, String gained) {
    return new Change(node, list(addresses), list(gained));
  }

  private static List<String> list(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(","));
  }

  private static Service service(String name, String address, String policy) {
    var ingress = LoadBalancerIngress.newBuilder().setIp(address);
    return Service.newBuilder()
        .setMetadata(ObjectMeta.newBuilder().setNamespace("default").setName(name))
        .setSpec(ServiceSpec.newBuilder().setType("LoadBalancer").setExternalTrafficPolicy(policy))
        .setStatus(
            ServiceStatus.newBuilder()
                .setLoadBalancer(LoadBalancerStatus.newBuilder().addIngress(ingress)))
        .build();
  }

  private static EndpointSlice slice(String service, String node, boolean ready) {
    return EndpointSlice.newBuilder()
        .setMetadata(
            ObjectMeta.newBuilder()
                .setNamespace("default")
                .putLabels("kubernetes.io/service-name", service))
        .addEndpoints(
            Endpoint.newBuilder()
                .setNodeName(node)
                .setConditions(EndpointConditions.newBuilder().setReady(ready)))
        .build();
  }

  private static Node silent(String name, String addresses) {
    return with(name, addresses, "Unknown");
  }

  private static Node node(String name) {
    return with(name, "", "True");
  }

  private static Node node(String name, String addresses) {
    return with(name, addresses, "True");
  }

  private static Node with(String name, String addresses, String ready) {
    var metadata = ObjectMeta.newBuilder().setName(name);
    if (!addresses.isEmpty()) {
      metadata.putAnnotations(HostAnnotations.ADDRESSES, addresses);
    }
    return Node.newBuilder()
        .setMetadata(metadata)
        .setStatus(
            NodeStatus.newBuilder()
                .addConditions(NodeCondition.newBuilder().setType("Ready").setStatus(ready)))
        .build();
  }
}
