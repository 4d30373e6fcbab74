package dev.coxswain.controllermanager.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.NodeCondition;
import dev.coxswain.api.core.v1.NodeSpec;
import dev.coxswain.api.core.v1.NodeStatus;
import dev.coxswain.api.core.v1.Taint;
import dev.coxswain.api.core.v1.Toleration;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.controllermanager.node.NodeTaints.Eviction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NodePlannersTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration GRACE = Duration.ofSeconds(40);
  private static final Duration STARTUP = Duration.ofSeconds(60);

  static Stream<Arguments> taints() {
    return Stream.of(
        arguments("ready", node("True"), Eviction.NOW, List.of()),
        arguments(
            "not ready",
            node("False"),
            Eviction.NOW,
            List.of(
                "node.kubernetes.io/not-ready:NoSchedule",
                "node.kubernetes.io/not-ready:NoExecute")),
        arguments(
            "silent",
            node("Unknown"),
            Eviction.NOW,
            List.of(
                "node.kubernetes.io/unreachable:NoSchedule",
                "node.kubernetes.io/unreachable:NoExecute")),
        arguments(
            "silent, but all are",
            node("Unknown"),
            Eviction.NONE,
            List.of("node.kubernetes.io/unreachable:NoSchedule")),
        arguments(
            "silent, but it is not its turn yet",
            node("Unknown"),
            Eviction.LATER,
            List.of("node.kubernetes.io/unreachable:NoSchedule")),
        arguments(
            "silent, after it was not ready",
            tainted(node("Unknown"), "node.kubernetes.io/not-ready", "NoExecute"),
            Eviction.LATER,
            List.of(
                "node.kubernetes.io/unreachable:NoSchedule",
                "node.kubernetes.io/unreachable:NoExecute")),
        arguments(
            "all are silent: nobody is driven away any more",
            tainted(node("Unknown"), "node.kubernetes.io/unreachable", "NoExecute"),
            Eviction.NONE,
            List.of("node.kubernetes.io/unreachable:NoSchedule")),
        arguments(
            "ready again",
            tainted(node("True"), "node.kubernetes.io/not-ready", "NoSchedule"),
            Eviction.NOW,
            List.of()),
        arguments(
            "others' taints stay",
            tainted(node("True"), "mine", "NoSchedule"),
            Eviction.NOW,
            List.of("mine:NoSchedule")),
        arguments(
            "cordoned",
            node("True").toBuilder().setSpec(NodeSpec.newBuilder().setUnschedulable(true)).build(),
            Eviction.NOW,
            List.of("node.kubernetes.io/unschedulable:NoSchedule")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("taints")
  void taint(String name, Node node, Eviction evict, List<String> expected) {
    assertThat(NodeTaints.desired(node, evict, NOW))
        .extracting(t -> t.getKey() + ":" + t.getEffect())
        .isEqualTo(expected);
  }

  // Zones are written as name:ready/silent.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a:3/0             | a | 0.1",
        "a:2/2             | a | 0.1",
        "a:2/3             | a | 0",
        "a:20/31           | a | 0.01",
        "a:0/3 b:1/0       | a | 0.1",
        "a:3/3 b:0/9       | a | 0.1",
        "a:0/1             | a | all down",
        "a:0/3 b:0/2       | b | all down",
      })
  void howFastPodsAreDrivenAway(String text, String zone, String expected) {
    var nodes = new ArrayList<Node>();
    for (var part : text.split(" ")) {
      var parts = part.split("[:/]");
      nodes.addAll(Collections.nCopies(Integer.parseInt(parts[1]), in(parts[0], node("True"))));
      nodes.addAll(Collections.nCopies(Integer.parseInt(parts[2]), in(parts[0], node("Unknown"))));
    }
    var zones = zones(nodes);
    var rate = zones.rate(Zones.of(in(zone, node("True"))));
    assertThat(zones.areAllDown() ? "all down" : Double.toString(rate).replaceFirst("\\.0$", ""))
        .isEqualTo(expected);
  }

  private static Zones zones(List<Node> nodes) {
    var zones = Zones.none(new Zones.Rates(0.1, 0.01, 0.55, 50));
    for (var node : nodes) {
      zones = zones.with(Zones.Standing.of(node));
    }
    return zones;
  }

  @Test
  void theCensusFollowsNodes() {
    var census = new ZoneCensus(new Zones.Rates(0.1, 0.01, 0.55, 50));
    var ready = in("a", node("True"));
    var silent = in("a", node("Unknown"));
    assertThat(census.judged(silent).areAllDown()).as("a node that nobody saw").isTrue();
    census.put(ready);
    assertThat(census.judged(ready).areAllDown()).isFalse();
    assertThat(census.judged(silent).areAllDown()).isTrue();
    census.put(in("b", node("Unknown")));
    assertThat(census.judged(ready).areAllDown()).as("it moved, and is ready").isFalse();
    census.remove(silent);
    census.put(silent);
    assertThat(census.judged(silent).areAllDown()).isTrue();
  }

  private static Node in(String zone, Node node) {
    return node.toBuilder()
        .setMetadata(ObjectMeta.newBuilder().putLabels("topology.kubernetes.io/zone", zone))
        .build();
  }

  @Test
  void oneNodeAfterTheOther() {
    var pace = new EvictionPace();
    assertThat(pace.take("a", 0.1, NOW)).isTrue();
    assertThat(pace.take("a", 0.1, NOW.plusSeconds(9))).isFalse();
    assertThat(pace.take("b", 0.1, NOW.plusSeconds(9))).isTrue();
    assertThat(pace.take("a", 0, NOW.plusSeconds(100))).isFalse();
    assertThat(pace.take("a", 0.1, NOW.plusSeconds(10))).isTrue();
  }

  @Test
  void aNodeIsSilentOnlyAfterItsGrace() {
    var signs = NodeHealth.Signs.first(Instant.EPOCH, Instant.EPOCH, NOW);
    var node = node("True");
    assertThat(NodeHealth.judged(node, signs, GRACE, STARTUP, NOW.plusSeconds(40))).isEqualTo(node);
    var silent = NodeHealth.judged(node, signs, GRACE, STARTUP, NOW.plusSeconds(41));
    assertThat(silent.getStatus().getConditionsList())
        .extracting(c -> c.getType() + " " + c.getStatus() + " " + c.getReason())
        .containsExactly(
            "Ready Unknown NodeStatusUnknown",
            "MemoryPressure Unknown NodeStatusNeverUpdated",
            "DiskPressure Unknown NodeStatusNeverUpdated",
            "PIDPressure Unknown NodeStatusNeverUpdated");
    var heard = signs.next(Instant.EPOCH, NOW, NOW.plusSeconds(30));
    assertThat(NodeHealth.judged(node, heard, GRACE, STARTUP, NOW.plusSeconds(41))).isEqualTo(node);
  }

  static Stream<Arguments> stays() {
    var noExecute = Taint.newBuilder().setKey("k").setValue("v").setEffect("NoExecute").build();
    var noSchedule = noExecute.toBuilder().setEffect("NoSchedule").build();
    var forever = new EvictionTime.Stay.Forever();
    var exists = Toleration.newBuilder().setKey("k").setOperator("Exists");
    return Stream.of(
        arguments("no taint", List.of(), List.of(), forever),
        arguments("only against scheduling", List.of(noSchedule), List.of(), forever),
        arguments("not tolerated", List.of(noExecute), List.of(), stay(0)),
        arguments("tolerated", List.of(noExecute), List.of(exists.build()), forever),
        arguments(
            "tolerated for a while",
            List.of(noExecute),
            List.of(exists.setTolerationSeconds(300).build()),
            stay(300)),
        arguments(
            "another value",
            List.of(noExecute),
            List.of(Toleration.newBuilder().setKey("k").setValue("w").build()),
            stay(0)),
        arguments(
            "everything tolerated",
            List.of(noExecute),
            List.of(Toleration.newBuilder().setOperator("Exists").build()),
            forever));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("stays")
  void stay(
      String name, List<Taint> taints, List<Toleration> tolerations, EvictionTime.Stay expected) {
    assertThat(EvictionTime.of(taints, tolerations)).isEqualTo(expected);
  }

  @Test
  void rangesAreGivenFromTheLowestFreeOn() {
    var cidrs = PodCidrs.parse("10.244.0.0/16", 24);
    assertThat(cidrs.free(List.of())).contains("10.244.0.0/24");
    assertThat(cidrs.free(List.of("10.244.0.0/24", "10.244.2.0/24"))).contains("10.244.1.0/24");
    assertThat(PodCidrs.parse("10.0.0.0/24", 24).free(List.of("10.0.0.0/24"))).isEmpty();
    assertThatThrownBy(() -> PodCidrs.parse("10.0.0.0/24", 16))
        .hasMessage("wants 1 <= cluster prefix <= node prefix <= 32, got 24 and 16");
  }

  private static EvictionTime.Stay stay(int seconds) {
    return new EvictionTime.Stay.For(Duration.ofSeconds(seconds));
  }

  private static Node node(String ready) {
    return Node.newBuilder()
        .setStatus(
            NodeStatus.newBuilder()
                .addConditions(NodeCondition.newBuilder().setType("Ready").setStatus(ready)))
        .build();
  }

  private static Node tainted(Node node, String key, String effect) {
    return node.toBuilder()
        .setSpec(NodeSpec.newBuilder().addTaints(Taint.newBuilder().setKey(key).setEffect(effect)))
        .build();
  }
}
