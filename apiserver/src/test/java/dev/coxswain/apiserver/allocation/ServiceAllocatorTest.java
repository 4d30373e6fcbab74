package dev.coxswain.apiserver.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apiserver.registry.Lookup;
import dev.coxswain.apiserver.registry.Manifests;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.defaults.Defaults;
import dev.coxswain.apiserver.request.WriteHook.Taken;
import dev.coxswain.apiserver.storage.memory.InMemoryStorage;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The allocator on a real store: nobody gets what somebody else has, and nothing is lost.
final class ServiceAllocatorTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final StrategyContext CONTEXT = StrategyContext.at(NOW);

  private final InMemoryStorage storage = new InMemoryStorage();
  private final ServiceAllocator allocator = allocator("10.96.0.0/29", new PortRange(30000, 30003));

  @Test
  void eachServiceHasItsOwnAddressUntilNoneIsLeft() {
    var addresses = new HashSet<String>();
    for (int i = 0; i < 6; i++) {
      var taken = create("s" + i, "ports: [{port: 80}]");
      assertThat(taken.getSpec().getIpFamiliesList()).containsExactly("IPv4");
      assertThat(taken.getSpec().getIpFamilyPolicy()).isEqualTo("SingleStack");
      assertThat(taken.getSpec().getClusterIPs(0)).isEqualTo(taken.getSpec().getClusterIP());
      addresses.add(taken.getSpec().getClusterIP());
    }
    assertThat(addresses)
        .containsExactlyInAnyOrder(
            "10.96.0.1", "10.96.0.2", "10.96.0.3", "10.96.0.4", "10.96.0.5", "10.96.0.6");
    assertThatThrownBy(() -> create("last", "ports: [{port: 80}]"))
        .hasMessageContaining("range is full");
  }

  @Test
  void anAddressThatWasAskedForIsTakenOnce() {
    create("a", "clusterIP: 10.96.0.3, ports: [{port: 80}]");
    assertThatThrownBy(() -> create("b", "clusterIP: 10.96.0.3, ports: [{port: 80}]"))
        .isInstanceOf(ApiException.Invalid.class)
        .hasMessageContaining(
            "spec.clusterIPs: Invalid value: [\"10.96.0.3\"]: failed to allocate IP 10.96.0.3:"
                + " provided IP is already allocated");
    assertThatThrownBy(() -> create("c", "clusterIP: 192.168.7.7, ports: [{port: 80}]"))
        .hasMessageContaining("the provided network does not match the current range");
  }

  @Test
  void whatIsGivenBackIsFreeAgain() {
    take("a", "clusterIP: 10.96.0.3, type: NodePort, ports: [{port: 80, nodePort: 30001}]")
        .giveBack();
    var service =
        create("b", "clusterIP: 10.96.0.3, type: NodePort, ports: [{port: 80, nodePort: 30001}]");
    allocator.released(service);
    create("c", "clusterIP: 10.96.0.3, type: NodePort, ports: [{port: 80, nodePort: 30001}]");
  }

  @Test
  void aFailureGivesBackWhatWasTakenBefore() {
    create("a", "type: NodePort, ports: [{port: 80, nodePort: 30001}]");
    assertThatThrownBy(() ->
            create(
                "b", "clusterIP: 10.96.0.4, type: NodePort, ports: [{port: 80, nodePort: 30001}]"))
        .hasMessageContaining(
            "spec.ports[0].nodePort: Invalid value: 30001: provided port is already allocated");
    create("c", "clusterIP: 10.96.0.4, ports: [{port: 80}]");
  }

  @Test
  void nodePortsAreInRangeAndSharedByProtocols() {
    var service =
        create(
            "dns",
            "type: NodePort, ports: [{name: u, port: 53, protocol: UDP}, {name: t, port: 53},"
                + " {name: h, port: 80}]");
    var ports = service.getSpec().getPortsList();
    assertThat(ports.get(0).getNodePort())
        .isEqualTo(ports.get(1).getNodePort())
        .isBetween(30000, 30003);
    assertThat(ports.get(2).getNodePort()).isNotEqualTo(ports.get(0).getNodePort());
    assertThatThrownBy(() -> create("low", "type: NodePort, ports: [{port: 80, nodePort: 80}]"))
        .hasMessageContaining(
            "provided port is not in the valid range. The range of valid ports is 30000-30003");
  }

  @Test
  void anUpdateKeepsWhatItLeavesOutAndGivesBackWhatItDrops() {
    var existing = create("a", "type: NodePort, ports: [{port: 80, nodePort: 30002}]");
    var kept = update("type: NodePort, ports: [{port: 80}]", existing);
    assertThat(kept.getSpec().getClusterIP()).isEqualTo(existing.getSpec().getClusterIP());
    assertThat(kept.getSpec().getPorts(0).getNodePort()).isEqualTo(30002);
    var internal = update("type: ClusterIP, ports: [{port: 80, nodePort: 30002}]", existing);
    assertThat(internal.getSpec().getPorts(0).getNodePort()).isZero();
    create("b", "type: NodePort, ports: [{port: 80, nodePort: 30002}]");
  }

  @Test
  void headlessAndNamedServicesNeedNoAddress() {
    var headless = create("h", "clusterIP: None, selector: {a: b}, ports: [{port: 80}]");
    assertThat(headless.getSpec().getClusterIPsList()).containsExactly("None");
    var anybodys = create("s", "clusterIP: None, ports: [{port: 80}]");
    assertThat(anybodys.getSpec().getIpFamiliesList()).containsExactly("IPv4", "IPv6");
    assertThat(anybodys.getSpec().getIpFamilyPolicy()).isEqualTo("RequireDualStack");
    var named = create("named", "type: ExternalName, externalName: a.example.com");
    assertThat(named.getSpec().getClusterIP()).isEmpty();
    assertThat(named.getSpec().getIpFamiliesList()).isEmpty();
  }

  @Test
  void aDryRunTakesNothing() {
    var manifest = "clusterIP: 10.96.0.3, type: NodePort, ports: [{port: 80, nodePort: 30001}]";
    allocator.take(service("a", manifest), Optional.empty(), CONTEXT, true);
    create("b", manifest);
  }

  @Test
  void theRepairReturnsPortsThatNobodyHasAndTakesThoseOfServices() {
    take("crashed", "type: NodePort, ports: [{port: 80, nodePort: 30001}]");
    var known = service("known", "type: NodePort, ports: [{port: 80, nodePort: 30003}]");
    var repair =
        new AllocationRepair(
            storage,
            showing(known),
            new PortRange(30000, 30003),
            new Random(1),
            (about, reason, action, note) -> {});
    repair.run(NOW);
    assertThatThrownBy(() -> create("a", "type: NodePort, ports: [{port: 80, nodePort: 30003}]"))
        .hasMessageContaining("already allocated");
    assertThatThrownBy(() -> create("b", "type: NodePort, ports: [{port: 80, nodePort: 30001}]"))
        .hasMessageContaining("already allocated");
    repair.run(NOW);
    repair.run(NOW);
    create("c", "type: NodePort, ports: [{port: 80, nodePort: 30001}]");
  }

  private Service create(String name, String spec) {
    var taken = take(name, spec);
    taken.keep();
    return taken.object();
  }

  private Taken<Service> take(String name, String spec) {
    return allocator.take(service(name, spec), Optional.empty(), CONTEXT, false);
  }

  private Service update(String spec, Service existing) {
    var name = existing.getMetadata().getName();
    var taken = allocator.take(service(name, spec), Optional.of(existing), CONTEXT, false);
    taken.keep();
    return taken.object();
  }

  private ServiceAllocator allocator(String range, PortRange ports) {
    return new ServiceAllocator(storage, List.of(AddressRange.parse(range)), ports, new Random(1));
  }

  private static Service service(String name, String spec) {
    var yaml = "metadata: {name: %s, namespace: default}\nspec: {%s}".formatted(name, spec);
    return Defaults.apply(Manifests.read(Service.class, yaml));
  }

  private static Lookup showing(Service service) {
    return new Lookup() {
      @Override
      public <M extends Message> Optional<M> get(Class<M> type, ObjectKey key) {
        return Optional.empty();
      }

      @Override
      public <M extends Message> List<M> list(Class<M> type, String namespace) {
        return type == Service.class ? List.of(type.cast(service)) : List.of();
      }
    };
  }
}
