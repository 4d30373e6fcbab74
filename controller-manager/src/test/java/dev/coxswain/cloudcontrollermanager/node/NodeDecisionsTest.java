package dev.coxswain.cloudcontrollermanager.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.NodeAddress;
import dev.coxswain.api.core.v1.NodeCondition;
import dev.coxswain.api.core.v1.NodeSpec;
import dev.coxswain.api.core.v1.NodeStatus;
import dev.coxswain.api.core.v1.Taint;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.cloudcontrollermanager.node.MachineState.Verdict;
import dev.coxswain.cloudcontrollermanager.provider.CloudFailure;
import dev.coxswain.cloudcontrollermanager.provider.Instances.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NodeDecisionsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:10:00Z");
  private static final String UNINITIALIZED = "node.cloudprovider.kubernetes.io/uninitialized";
  private static final String SHUTDOWN = "node.cloudprovider.kubernetes.io/shutdown";
  private static final Instance MACHINE = machine(Map.of("rack", "7"), false);

  @Test
  void aNewNodeLearnsItsMachine() {
    var node = node(Map.of("mine", "kept"), Map.of(), UNINITIALIZED, "other");
    var after = NodeInitializer.initialized(node, MACHINE);
    assertThat(after.getSpec().getProviderID()).isEqualTo("vm://a");
    assertThat(after.getSpec().getTaintsList()).extracting(Taint::getKey).containsExactly("other");
    assertThat(after.getMetadata().getLabelsMap())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "mine", "kept",
                "rack", "7",
                "beta.kubernetes.io/instance-type", "small",
                "node.kubernetes.io/instance-type", "small",
                "failure-domain.beta.kubernetes.io/zone", "z",
                "topology.kubernetes.io/zone", "z",
                "failure-domain.beta.kubernetes.io/region", "r",
                "topology.kubernetes.io/region", "r"));
  }

  @Test
  void labelsOfTheMachineNeitherReplaceNorPretendToBeKubernetes() {
    var labels = Map.of("rack", "7", "x.kubernetes.io/role", "no", "k8s.io/role", "no");
    var after =
        NodeInitializer.initialized(node(Map.of("rack", "1"), Map.of()), machine(labels, false));
    assertThat(after.getMetadata().getLabelsMap())
        .containsEntry("rack", "1")
        .doesNotContainKeys("x.kubernetes.io/role", "k8s.io/role");
  }

  @Test
  void aMachineWithoutAnIdOrWithoutTheKubeletsAddressInitializesNothing() {
    var nameless = new Instance("", "", "", "", List.of(), Map.of(), false);
    assertThatThrownBy(() -> NodeInitializer.initialized(node(Map.of(), Map.of()), nameless))
        .isInstanceOf(CloudFailure.class)
        .hasMessage("cloud provider does not set node provider ID for node a");
    var told = node(Map.of(), Map.of("alpha.kubernetes.io/provided-node-ip", "10.9.9.9"));
    assertThatThrownBy(() -> NodeInitializer.initialized(told, MACHINE))
        .hasMessage(
            "provided node ip for node \"a\" is not valid: failed to get node address from cloud"
                + " provider that matches ip: 10.9.9.9");
  }

  static Stream<Arguments> addresses() {
    return Stream.of(
        arguments("the cloud knows none", "", List.<String>of(), List.<String>of()),
        arguments(
            "the host name stays the kubelet's",
            "",
            List.of("InternalIP=10.0.0.1"),
            List.of("InternalIP=10.0.0.1", "Hostname=a")),
        arguments(
            "the cloud's host name replaces it",
            "",
            List.of("Hostname=a.cloud"),
            List.of("Hostname=a.cloud")),
        arguments(
            "the kubelet's address comes first",
            "10.0.0.2",
            List.of("InternalIP=10.0.0.1", "InternalIP=10.0.0.2"),
            List.of("InternalIP=10.0.0.2", "InternalIP=10.0.0.1", "Hostname=a")),
        arguments("as it is already", "", List.of("Hostname=a"), List.<String>of()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("addresses")
  void nodesShowTheAddressesOfTheirMachine(
      String name, String provided, List<String> ofMachine, List<String> wanted) {
    var annotations =
        provided.isEmpty()
            ? Map.<String, String>of()
            : Map.of("alpha.kubernetes.io/provided-node-ip", provided);
    var node = node(Map.of(), annotations);
    var change =
        NodeAddresses.change(node, ofMachine.stream().map(NodeDecisionsTest::address).toList());
    assertThat(change.orElse(List.of()).stream().map(a -> a.getType() + "=" + a.getAddress()))
        .containsExactlyElementsOf(wanted);
  }

  static Stream<Arguments> labels() {
    var zone = "topology.kubernetes.io/zone";
    var beta = "failure-domain.beta.kubernetes.io/zone";
    return Stream.of(
        arguments("nothing of the old kind", Map.of(zone, "z"), Map.of()),
        arguments("the newer name is missing", Map.of(beta, "z"), Map.of(zone, "z")),
        arguments("they differ: the older wins", Map.of(beta, "z", zone, "y"), Map.of(zone, "z")),
        arguments("both are right", Map.of(beta, "z", zone, "z"), Map.of()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("labels")
  void labelsComeInPairs(String name, Map<String, String> has, Map<String, String> missing) {
    assertThat(NodeInitializer.missingLabels(node(has, Map.of()), Optional.empty()))
        .isEqualTo(missing);
  }

  static Stream<Arguments> machines() {
    var fresh = Duration.ofSeconds(30);
    var old = Duration.ofMinutes(5);
    return Stream.of(
        arguments("ready", aged(fresh, "True"), Optional.empty(), Verdict.KEEP),
        arguments("on again", aged(old, "True", SHUTDOWN), on(), Verdict.MARK_STARTED),
        arguments("silent, but on", aged(old, "Unknown"), on(), Verdict.KEEP),
        arguments("switched off", aged(old, "Unknown"), off(), Verdict.MARK_SHUT_DOWN),
        arguments("known to be off", aged(old, "Unknown", SHUTDOWN), off(), Verdict.KEEP),
        arguments("gone", aged(old, "False"), Optional.empty(), Verdict.DELETE),
        arguments(
            "too new to tell", aged(fresh, "False", UNINITIALIZED), Optional.empty(), Verdict.KEEP),
        arguments(
            "never came", aged(old, "False", UNINITIALIZED), Optional.empty(), Verdict.DELETE),
        arguments("new, but not waiting", aged(fresh, "False"), Optional.empty(), Verdict.DELETE));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("machines")
  void aSilentNodeFollowsItsMachine(
      String name, Node node, Optional<Instance> instance, Verdict wanted) {
    var verdict =
        MachineState.isInDoubt(node, NOW)
            ? MachineState.ofDoubtful(node, instance)
            : MachineState.ofHealthy(node);
    assertThat(verdict).isEqualTo(wanted);
  }

  private static Optional<Instance> on() {
    return Optional.of(MACHINE);
  }

  private static Optional<Instance> off() {
    return Optional.of(machine(Map.of(), true));
  }

  private static Instance machine(Map<String, String> labels, boolean shutDown) {
    return new Instance(
        "vm://a", "small", "z", "r", List.of(address("InternalIP=10.0.0.1")), labels, shutDown);
  }

  private static NodeAddress address(String text) {
    var pair = text.split("=", 2);
    return NodeAddress.newBuilder().setType(pair[0]).setAddress(pair[1]).build();
  }

  private static Node aged(Duration age, String ready, String... taints) {
    var node = node(Map.of(), Map.of(), taints);
    var condition = NodeCondition.newBuilder().setType("Ready").setStatus(ready);
    return node.toBuilder()
        .setMetadata(node.getMetadata().toBuilder().setCreationTimestamp(Times.of(NOW.minus(age))))
        .setStatus(node.getStatus().toBuilder().addConditions(condition))
        .build();
  }

  private static Node node(
      Map<String, String> labels, Map<String, String> annotations, String... taints) {
    var spec = NodeSpec.newBuilder();
    for (var key : taints) {
      spec.addTaints(Taint.newBuilder().setKey(key).setEffect("NoSchedule"));
    }
    return Node.newBuilder()
        .setMetadata(
            ObjectMeta.newBuilder()
                .setName("a")
                .putAllLabels(labels)
                .putAllAnnotations(annotations))
        .setSpec(spec)
        .setStatus(NodeStatus.newBuilder().addAddresses(address("Hostname=a")))
        .build();
  }
}
