package dev.coxswain.controllermanager.replicaset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.apps.v1.ReplicaSet;
import dev.coxswain.api.apps.v1.ReplicaSetSpec;
import dev.coxswain.api.core.v1.ContainerStatus;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodCondition;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.api.core.v1.PodStatus;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.time.Times;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReplicaSetPlannerTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  static Stream<Arguments> plans() {
    var a = running("a", "n1");
    var b = running("b", "n1");
    var c = running("c", "n2");
    var pending = pod("pending", "", "Pending").build();
    var unready = pod("unready", "n2", "Running").build();
    var failed = pod("failed", "n1", "Failed").build();
    var deleting = edit(running("deleting", "n1"), m -> m.setDeletionTimestamp(Times.of(NOW)));
    var cheap =
        edit(
            running("cheap", "n2"),
            m -> m.putAnnotations("controller.kubernetes.io/pod-deletion-cost", "-5"));
    var restarted =
        c.toBuilder()
            .setMetadata(c.getMetadata().toBuilder().setName("restarted").setUid("restarted"))
            .setStatus(
                c.getStatus().toBuilder()
                    .addContainerStatuses(ContainerStatus.newBuilder().setRestartCount(3)))
            .build();
    return Stream.of(
        arguments("as desired: nothing to do", 2, List.of(a, b), 0, List.of()),
        arguments("none yet", 3, List.of(), 3, List.of()),
        arguments("a failed pod does not count", 2, List.of(a, failed), 1, List.of()),
        arguments("nor does one being deleted", 2, List.of(a, deleting), 1, List.of()),
        arguments("never more than a burst", 900, List.of(), 500, List.of()),
        arguments("unassigned goes first", 1, List.of(a, pending), 0, List.of(pending)),
        arguments("unready before ready", 1, List.of(unready, a), 0, List.of(unready)),
        arguments("cheap before dear", 2, List.of(a, c, cheap), 0, List.of(cheap)),
        arguments("from the crowded node", 2, List.of(c, a, b), 0, List.of(a)),
        arguments("often restarted before steady", 1, List.of(c, restarted), 0, List.of(restarted)),
        arguments("all", 0, List.of(a, b), 0, List.of(a, b)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("plans")
  void plan(String name, int replicas, List<Pod> pods, int creations, List<Pod> deletions) {
    var view = new ReplicaSetPlanner.View(set(replicas), pods, pods);
    var plan = ReplicaSetPlanner.plan(view, NOW);
    assertThat(plan.creations()).isEqualTo(creations);
    assertThat(plan.deletions()).containsExactlyInAnyOrderElementsOf(deletions);
  }

  @Test
  void aSetThatIsBeingDeletedDoesNothing() {
    var deleting =
        set(3).toBuilder()
            .setMetadata(ObjectMeta.newBuilder().setDeletionTimestamp(Times.of(NOW)))
            .build();
    var view = new ReplicaSetPlanner.View(deleting, List.of(), List.of());
    assertThat(ReplicaSetPlanner.plan(view, NOW)).isEqualTo(ReplicaSetPlanner.Plan.NOTHING);
  }

  @Test
  void theStatusCountsPods() {
    var deleting = edit(running("d", "n1"), m -> m.setDeletionTimestamp(Times.of(NOW)));
    var pods = List.of(running("a", "n1"), pod("b", "n1", "Running").build(), deleting);
    var status = ReplicaSetStatuses.of(set(2), pods, Optional.empty(), NOW);
    assertThat(status.getReplicas()).isEqualTo(2);
    assertThat(status.getReadyReplicas()).isEqualTo(1);
    assertThat(status.getAvailableReplicas()).isEqualTo(1);
    assertThat(status.getTerminatingReplicas()).isEqualTo(1);
  }

  @Test
  void aFailureIsKeptAsFirstSeenAndForgottenWhenItIsOver() {
    var first = Optional.of(new ReplicaSetStatuses.Failure("FailedCreate", "no quota"));
    var failing = set(1).toBuilder();
    failing.setStatus(ReplicaSetStatuses.of(failing.build(), List.of(), first, NOW));
    var second = Optional.of(new ReplicaSetStatuses.Failure("FailedCreate", "still none"));
    var again = ReplicaSetStatuses.of(failing.build(), List.of(), second, NOW);
    assertThat(again.getConditionsList())
        .singleElement()
        .matches(c -> c.getMessage().equals("no quota"));
    var over = ReplicaSetStatuses.of(failing.build(), List.of(), Optional.empty(), NOW);
    assertThat(over.getConditionsList()).isEmpty();
  }

  private static ReplicaSet set(int replicas) {
    return ReplicaSet.newBuilder()
        .setSpec(ReplicaSetSpec.newBuilder().setReplicas(replicas))
        .build();
  }

  private static Pod.Builder pod(String name, String node, String phase) {
    return Pod.newBuilder()
        .setMetadata(
            ObjectMeta.newBuilder()
                .setName(name)
                .setUid(name)
                .setCreationTimestamp(Times.of(NOW.minusSeconds(100))))
        .setSpec(PodSpec.newBuilder().setNodeName(node))
        .setStatus(PodStatus.newBuilder().setPhase(phase));
  }

  private static Pod running(String name, String node) {
    var ready =
        PodCondition.newBuilder()
            .setType("Ready")
            .setStatus("True")
            .setLastTransitionTime(Times.of(NOW.minusSeconds(90)));
    var pod = pod(name, node, "Running");
    pod.getStatusBuilder().addConditions(ready);
    return pod.build();
  }

  private static Pod edit(Pod pod, Consumer<ObjectMeta.Builder> edit) {
    return Metadata.edit(pod, edit);
  }
}
