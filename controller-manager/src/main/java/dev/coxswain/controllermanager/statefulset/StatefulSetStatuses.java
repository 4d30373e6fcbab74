package dev.coxswain.controllermanager.statefulset;

import dev.coxswain.api.apps.v1.StatefulSet;
import dev.coxswain.api.apps.v1.StatefulSetStatus;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.controllermanager.framework.Pods;
import dev.coxswain.controllermanager.statefulset.StatefulSetPlanner.Revision;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/// What the status of a stateful set says of its pods. Pure.
final class StatefulSetStatuses {
  private StatefulSetStatuses() {}

  /// @param replaced how many pods of the current revision make way for the next one
  static StatefulSetStatus of(
      StatefulSet set,
      List<Pod> pods,
      Revision current,
      Revision update,
      int replaced,
      Instant now) {
    int minReady = set.getSpec().getMinReadySeconds();
    Predicate<Pod> running = p -> p.getStatus().getPhase().equals("Running");
    var status =
        set.getStatus().toBuilder()
            .setObservedGeneration(set.getMetadata().getGeneration())
            .setReplicas(pods.size())
            .setReadyReplicas(count(pods, running.and(Pods::isReady)))
            .setAvailableReplicas(count(pods, running.and(p -> Pods.isAvailable(p, minReady, now))))
            .setCurrentReplicas(count(pods, isOf(current)) - replaced)
            .setUpdatedReplicas(count(pods, isOf(update)))
            .setCurrentRevision(current.name())
            .setUpdateRevision(update.name())
            .setCollisionCount(set.getStatus().getCollisionCount());
    return completed(set, status).build();
  }

  // When all pods are of the next revision, that is the current one.
  private static StatefulSetStatus.Builder completed(
      StatefulSet set, StatefulSetStatus.Builder status) {
    int wanted = set.getSpec().getReplicas();
    boolean complete =
        set.getSpec().getUpdateStrategy().getType().equals("RollingUpdate")
            && status.getUpdatedReplicas() == wanted
            && status.getReadyReplicas() == wanted
            && status.getReplicas() == wanted;
    return complete
        ? status
            .setCurrentReplicas(status.getUpdatedReplicas())
            .setCurrentRevision(status.getUpdateRevision())
        : status;
  }

  private static Predicate<Pod> isOf(Revision revision) {
    return p -> !Pods.isDeleting(p) && StatefulPods.revision(p).equals(revision.name());
  }

  private static int count(List<Pod> pods, Predicate<Pod> which) {
    return Math.toIntExact(pods.stream().filter(which).count());
  }
}
