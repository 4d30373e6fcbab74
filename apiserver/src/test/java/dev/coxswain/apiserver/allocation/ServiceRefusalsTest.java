package dev.coxswain.apiserver.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.core.v1.ServicePort;
import dev.coxswain.apiserver.registry.Manifests;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.defaults.Defaults;
import dev.coxswain.apiserver.storage.memory.InMemoryStorage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What services are refused by the allocator, before anybody looks at the rest of them; and what
/// they get.
final class ServiceRefusalsTest {
  private static final StrategyContext CONTEXT =
      StrategyContext.at(Instant.parse("2026-01-01T00:00:00Z"));
  private static final String POLICY = "spec.ipFamilyPolicy: Invalid value: ";

  static Stream<Arguments> created() {
    return Stream.of(
        arguments(
            "clusterIP: 10.96.0.0, ports: [{port: 80}]",
            "failed to allocate IP 10.96.0.0: the provided IP (10.96.0.0) is not in the valid"
                + " range. The range of valid IPs is 10.96.0.0/24"),
        arguments(
            "clusterIP: 'fd00::1', ports: [{port: 80}]",
            "spec.clusterIPs[0]: Invalid value: [\"fd00::1\"]: IPv6 is not configured on this"
                + " cluster"),
        arguments(
            "clusterIP: nowhere, ports: [{port: 0}]",
            "\"s\" is invalid: spec.clusterIPs[0]: Invalid value: \"nowhere\": must be a valid IP"
                + " address, (e.g. 10.9.8.7 or 2001:db8::ffff)"),
        arguments(
            "ipFamilyPolicy: RequireDualStack, ipFamilies: [IPv6], ports: [{port: 80}]",
            "["
                + POLICY
                + "\"RequireDualStack\": this cluster is not configured for dual-stack"
                + " services, spec.ipFamilies[0]: Invalid value: \"IPv6\": not configured on this"
                + " cluster]"),
        arguments(
            "ipFamilies: [IPv4, IPv6], ports: [{port: 80}]",
            POLICY
                + "\"SingleStack\": must be 'RequireDualStack' or 'PreferDualStack' when multiple"
                + " IP families are specified"),
        arguments(
            "type: NodePort, ports: [{name: a, port: 80, nodePort: 30001}, {name: b, port: 81,"
                + " nodePort: 30001}]",
            "spec.ports[1].nodePort: Invalid value: 30001: provided port is already allocated"),
        arguments(
            "type: LoadBalancer, externalTrafficPolicy: Local, healthCheckNodePort: 80, ports:"
                + " [{port: 80}]",
            "Internal error occurred: failed to allocate requested HealthCheck NodePort 80:"
                + " provided port is not in the valid range. The range of valid ports is"
                + " 30000-30009"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void created(String spec, String message) {
    assertThatThrownBy(() -> take(spec, Optional.empty())).hasMessageContaining(message);
  }

  static Stream<Arguments> changed() {
    var named = "type: ExternalName, externalName: a.example.com";
    var inside = "ports: [{name: a, port: 80}]";
    var outside = "type: NodePort, ports: [{name: a, port: 80, nodePort: 30001}]";
    return Stream.of(
        arguments("an address comes with the type", named, inside, "10.96.0. [0]"),
        arguments("and goes with it", inside, named, " []"),
        arguments(
            "a port is known by its name",
            outside,
            "type: NodePort, ports: [{name: b, port: 80, nodePort: 30002}, {name: a, port: 90}]",
            "10.96.0. [30002, 30001]"),
        arguments(
            "but a node port that another has now is not",
            outside,
            "type: LoadBalancer, allocateLoadBalancerNodePorts: false, ports: [{name: b, port: 80,"
                + " nodePort: 30001}, {name: a, port: 90}]",
            "10.96.0. [30001, 0]"),
        arguments("node ports go with the type", outside, inside, "10.96.0. [0]"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void changed(String name, String before, String after, String outcome) {
    var existing = take(before, Optional.empty());
    var spec = take(after, Optional.of(existing)).getSpec();
    var network = spec.getClusterIP().replaceAll("\\d+$", "");
    var ports = spec.getPortsList().stream().map(ServicePort::getNodePort).toList();
    assertThat(network + " " + ports).isEqualTo(outcome);
  }

  private final InMemoryStorage storage = new InMemoryStorage();

  private Service take(String spec, Optional<Service> existing) {
    var allocator =
        new ServiceAllocator(
            storage,
            List.of(AddressRange.parse("10.96.0.0/24")),
            new PortRange(30000, 30009),
            new Random(1));
    var yaml = "metadata: {name: s, namespace: default}\nspec: {%s}".formatted(spec);
    var service = Defaults.apply(Manifests.read(Service.class, yaml));
    var taken = allocator.take(service, existing, CONTEXT, false);
    taken.keep();
    return taken.object();
  }
}
