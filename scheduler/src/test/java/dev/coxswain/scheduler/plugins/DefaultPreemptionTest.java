package dev.coxswain.scheduler.plugins;

import static dev.coxswain.scheduler.Nodes.cordoned;
import static dev.coxswain.scheduler.Nodes.node;
import static dev.coxswain.scheduler.Nodes.with;
import static dev.coxswain.scheduler.Pods.asking;
import static dev.coxswain.scheduler.Pods.important;
import static dev.coxswain.scheduler.Pods.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.core.v1.PodCondition;
import dev.coxswain.api.meta.v1.LabelSelector;
import dev.coxswain.api.policy.v1.PodDisruptionBudget;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.scheduler.Cluster;
import dev.coxswain.scheduler.Nodes;
import dev.coxswain.scheduler.Pods;
import dev.coxswain.scheduler.framework.Decision.Unschedulable;
import dev.coxswain.scheduler.framework.Nomination;
import dev.coxswain.scheduler.framework.Nomination.Clear;
import dev.coxswain.scheduler.plugins.preemption.Evicted;
import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodView;
import dev.coxswain.scheduler.snapshot.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DefaultPreemptionTest {
  private static final Class<?> WITHDRAWN = Nomination.Withdraw.class;
  private static final Class<?> KEPT = Nomination.Keep.class;
  private static final PodView HIGH = view("high", asking("600m", "0"), important(100));

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void chooses(String what, List<NodeView> nodes, String node, List<String> victims) {
    var profile = Cluster.with(budget("protected")).defaultProfile();
    assertThat(profile.decide(HIGH, Snapshot.of(nodes)))
        .isInstanceOfSatisfying(
            Unschedulable.class,
            decision -> {
              var clear = (Clear) decision.nomination();
              assertThat(clear.node()).isEqualTo(node);
              assertThat(clear.victims()).extracting(v -> v.key().name()).isEqualTo(victims);
            });
  }

  static Stream<Arguments> rows() {
    return Stream.of(
        arguments(
            "the least important of a node",
            List.of(full("a", low("x", "500m", 5), low("y", "500m", 3))),
            "a",
            List.of("x", "y")),
        arguments(
            "no more than necessary",
            List.of(full("a", low("x", "700m", 3), low("y", "300m", 5))),
            "a",
            List.of("x")),
        arguments(
            "where the most important victim matters least",
            List.of(full("a", low("x", "900m", 5)), full("b", low("y", "900m", 3))),
            "b",
            List.of("y")),
        arguments(
            "where there are fewer victims",
            List.of(
                full("a", low("x", "500m", 3), low("y", "500m", 3)),
                full("b", low("z", "900m", 3))),
            "b",
            List.of("z")),
        arguments(
            "rather nobody whom a budget protects",
            List.of(full("a", guarded("x", 1)), full("b", low("y", "900m", 9))),
            "b",
            List.of("y")),
        arguments(
            "somebody protected, if there is no other way",
            List.of(full("a", guarded("x", 1))),
            "a",
            List.of("x")));
  }

  @Test
  void equalsAreLeftInPeace() {
    var nodes = List.of(full("a", low("x", "900m", 100)));
    var decision = (Unschedulable) Cluster.profile().decide(HIGH, Snapshot.of(nodes));
    assertThat(decision.message())
        .endsWith(
            "preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hopeless")
  void whatBecomesOfANomination(String what, List<NodeView> nodes, Class<?> expected) {
    var decision = (Unschedulable) Cluster.profile().decide(nominated("a"), Snapshot.of(nodes));
    assertThat(decision.nomination()).isInstanceOf(expected);
  }

  static Stream<Arguments> hopeless() {
    return Stream.of(
        arguments(
            "nobody there matters less", List.of(full("a", low("x", "900m", 100))), WITHDRAWN),
        arguments("victims are on their way out", List.of(full("a", leaving("x"))), KEPT),
        arguments(
            "there they are, and yet it would not do",
            List.of(
                Nodes.view(node("a", with("1", "1Gi", 110), cordoned()), leaving("x")),
                full("b", low("y", "900m", 1))),
            Clear.class));
  }

  @Test
  void aBudgetForEverybodyProtectsNobody() {
    var budget = budget("protected").toBuilder();
    budget.getSpecBuilder().setSelector(LabelSelector.getDefaultInstance());
    var nodes = List.of(full("a", guarded("x", 1)), full("b", low("y", "900m", 9)));
    var profile = Cluster.with(budget.build()).defaultProfile();
    var decision = (Unschedulable) profile.decide(HIGH, Snapshot.of(nodes));
    assertThat(((Clear) decision.nomination()).node()).isEqualTo("a");
  }

  @Test
  void aClearedNodeIsNotGivenToOthers() {
    var cluster = Cluster.with();
    cluster.nominations().put(HIGH, "a");
    var nodes = List.of(full("a"), full("b"));
    var placed =
        (dev.coxswain.scheduler.framework.Decision.Placed)
            cluster
                .defaultProfile()
                .decide(view("later", asking("600m", "0"), important(5)), Snapshot.of(nodes));
    assertThat(placed.node().name()).isEqualTo("b");
  }

  private static NodeView full(String name, PodView... pods) {
    return Nodes.view(node(name, with("1", "1Gi", 110)), pods);
  }

  private static PodView nominated(String node) {
    var pod = HIGH.pod().toBuilder();
    pod.getStatusBuilder().setNominatedNodeName(node);
    return PodView.of(pod.build());
  }

  private static PodView leaving(String name) {
    var pod = low(name, "900m", 1).pod().toBuilder();
    pod.getMetadataBuilder().setDeletionTimestamp(Times.of(Instant.EPOCH));
    pod.getStatusBuilder()
        .addConditions(
            PodCondition.newBuilder()
                .setType(Evicted.CONDITION)
                .setStatus("True")
                .setReason(Evicted.REASON));
    return PodView.of(pod.build());
  }

  private static PodView low(String name, String cpu, int priority) {
    return view(name, asking(cpu, "0"), important(priority));
  }

  private static PodView guarded(String name, int priority) {
    var pod = Pods.pod(name, asking("900m", "0"), important(priority)).toBuilder();
    pod.getMetadataBuilder().putLabels("app", "protected");
    return PodView.of(pod.build());
  }

  private static PodDisruptionBudget budget(String app) {
    var budget = PodDisruptionBudget.newBuilder();
    budget.getMetadataBuilder().setNamespace("default").setName("budget");
    budget.getSpecBuilder().setSelector(LabelSelector.newBuilder().putMatchLabels("app", app));
    return budget.build();
  }
}
