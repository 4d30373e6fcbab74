package dev.coxswain.scheduler.framework;

import static dev.coxswain.scheduler.Nodes.cordoned;
import static dev.coxswain.scheduler.Nodes.labelled;
import static dev.coxswain.scheduler.Nodes.node;
import static dev.coxswain.scheduler.Nodes.tainted;
import static dev.coxswain.scheduler.Nodes.with;
import static dev.coxswain.scheduler.Pods.asking;
import static dev.coxswain.scheduler.Pods.selecting;
import static dev.coxswain.scheduler.Pods.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.scheduler.Cluster;
import dev.coxswain.scheduler.Nodes;
import dev.coxswain.scheduler.framework.Decision.Placed;
import dev.coxswain.scheduler.framework.Decision.Unschedulable;
import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodView;
import dev.coxswain.scheduler.snapshot.Snapshot;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProfileTest {
  private static final String NOT_HELPFUL = " Preemption is not helpful for scheduling";
  private static final String NO_VICTIMS = " No preemption victims found for incoming pod";

  private final Profile profile = Cluster.profile();

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void saysWhyInUpstreamsWords(PodView pod, List<NodeView> nodes, String wanted) {
    assertThat(profile.decide(pod, Snapshot.of(nodes)))
        .isInstanceOfSatisfying(
            Unschedulable.class, decision -> assertThat(decision.message()).isEqualTo(wanted));
  }

  static Stream<Arguments> refusals() {
    var taint = tainted("dedicated", "db", "NoSchedule");
    var cordonTaint = tainted("node.kubernetes.io/unschedulable", "", "NoSchedule");
    var small = node("a", with("1", "1Gi", 3));
    var full = Nodes.view(small, view("x", asking("600m", "0")));
    return Stream.of(
        arguments(view("p"), List.of(), "no nodes available to schedule pods"),
        arguments(
            view("p"),
            nodes(node("a", taint)),
            message(1, "1 node(s) had untolerated taint(s)", "1" + NOT_HELPFUL)),
        arguments(
            view("p"),
            nodes(node("a", cordoned(), cordonTaint)),
            message(1, "1 node(s) were unschedulable", "1" + NOT_HELPFUL)),
        arguments(
            view("p", asking("600m", "0")),
            List.of(full),
            message(1, "1 Insufficient cpu", "1" + NO_VICTIMS)),
        arguments(
            view("p", asking("600m", "2Gi")),
            List.of(full),
            message(1, "1 Insufficient cpu, 1 Insufficient memory", "1" + NOT_HELPFUL)),
        arguments(
            view("p", selecting("disk", "ssd")),
            nodes(node("a"), node("b", labelled("disk", "ssd"), taint), node("c")),
            message(
                3,
                "1 node(s) had untolerated taint(s), "
                    + "2 node(s) didn't match Pod's node affinity/selector",
                "3" + NOT_HELPFUL)),
        arguments(
            view("p", asking("600m", "0")),
            List.of(full, Nodes.view(node("b", cordoned()))),
            message(
                2,
                "1 Insufficient cpu, 1 node(s) were unschedulable",
                "1" + NO_VICTIMS + ", 1" + NOT_HELPFUL)));
  }

  @Test
  void prefersTheEmptierNode() {
    var busy = Nodes.view(node("a"), view("x", asking("2", "4Gi")));
    var idle = Nodes.view(node("b"));
    assertThat(choice(view("p", asking("1", "1Gi")), busy, idle)).isEqualTo("b");
  }

  @Test
  void prefersTheNodeWithoutAMildTaint() {
    var mild = Nodes.view(node("a", tainted("k", "v", "PreferNoSchedule")));
    assertThat(choice(view("p"), mild, Nodes.view(node("b")))).isEqualTo("b");
  }

  @Test
  void choosesAmongEqualsByChance() {
    var chosen = new HashSet<String>();
    for (int i = 0; i < 200; i++) {
      chosen.add(
          choice(view("p"), Nodes.view(node("a")), Nodes.view(node("b")), Nodes.view(node("c"))));
    }
    assertThat(chosen).containsExactlyInAnyOrder("a", "b", "c");
  }

  @ParameterizedTest
  @CsvSource({"1,1", "100,100", "101,100", "300,144", "1000,420", "6000,300"})
  void looksAtFewerNodesPerCentInLargerClusters(int nodes, int wanted) {
    assertThat(new Sampling(0).enough(nodes)).isEqualTo(wanted);
  }

  @Test
  void theCircleReachesEveryNodeOfALargeCluster() {
    var nodes =
        IntStream.range(0, 400).mapToObj(i -> Nodes.view(node("n" + i))).toArray(NodeView[]::new);
    var chosen = new HashSet<String>();
    for (int i = 0; i < 6000; i++) {
      chosen.add(choice(view("p"), nodes));
    }
    assertThat(chosen).hasSize(400);
  }

  private String choice(PodView pod, NodeView... nodes) {
    var decision = (Placed) profile.decide(pod, Snapshot.of(List.of(nodes)));
    return decision.node().name();
  }

  private static List<NodeView> nodes(dev.coxswain.api.core.v1.Node... nodes) {
    return Arrays.stream(nodes).map(n -> Nodes.view(n)).toList();
  }

  private static String message(int nodes, String reasons, String preemption) {
    var available = "0/" + nodes + " nodes are available: ";
    return available
        + reasons
        + ". no new claims to deallocate, preemption: "
        + available
        + preemption
        + ".";
  }
}
