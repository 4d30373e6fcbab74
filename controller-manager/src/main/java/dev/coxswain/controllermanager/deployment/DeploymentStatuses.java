package dev.coxswain.controllermanager.deployment;

import dev.coxswain.api.apps.v1.Deployment;
import dev.coxswain.api.apps.v1.DeploymentCondition;
import dev.coxswain.api.apps.v1.DeploymentStatus;
import dev.coxswain.api.apps.v1.ReplicaSet;
import dev.coxswain.apimachinery.time.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What the status of a deployment says of its replica sets and of the progress of its rollout.
/// Pure.
final class DeploymentStatuses {
  private static final int NO_DEADLINE = Integer.MAX_VALUE;

  private DeploymentStatuses() {}

  static boolean hasDeadline(Deployment deployment) {
    return deployment.getSpec().hasProgressDeadlineSeconds()
        && deployment.getSpec().getProgressDeadlineSeconds() != NO_DEADLINE;
  }

  /// The counts, and whether enough replicas are available; other conditions as they were.
  static DeploymentStatus counted(
      Deployment deployment, Optional<ReplicaSet> newest, List<ReplicaSet> old, Instant now) {
    var all = new ArrayList<>(old);
    newest.ifPresent(all::add);
    int available = Sizes.availableReplicas(all);
    var before = deployment.getStatus();
    var status =
        DeploymentStatus.newBuilder()
            .setObservedGeneration(deployment.getMetadata().getGeneration())
            .setReplicas(all.stream().mapToInt(s -> s.getStatus().getReplicas()).sum())
            .setUpdatedReplicas(newest.map(s -> s.getStatus().getReplicas()).orElse(0))
            .setReadyReplicas(all.stream().mapToInt(s -> s.getStatus().getReadyReplicas()).sum())
            .setAvailableReplicas(available)
            .setUnavailableReplicas(Math.max(0, Sizes.specReplicas(all) - available))
            .addAllConditions(before.getConditionsList());
    if (all.stream().allMatch(s -> s.getStatus().hasTerminatingReplicas())) {
      status.setTerminatingReplicas(
          all.stream().mapToInt(s -> s.getStatus().getTerminatingReplicas()).sum());
    }
    if (before.hasCollisionCount()) {
      status.setCollisionCount(before.getCollisionCount());
    }
    return Conditions.set(status.build(), availability(deployment, available, now));
  }

  private static DeploymentCondition availability(
      Deployment deployment, int available, Instant now) {
    return available >= Sizes.desired(deployment) - Sizes.maxUnavailable(deployment)
        ? Conditions.of(
            Conditions.AVAILABLE,
            "True",
            "MinimumReplicasAvailable",
            "Deployment has minimum availability.",
            now)
        : Conditions.of(
            Conditions.AVAILABLE,
            "False",
            "MinimumReplicasUnavailable",
            "Deployment does not have minimum availability.",
            now);
  }

  /// Like [#counted], and how the rollout gets on.
  static DeploymentStatus ofRollout(
      Deployment deployment, Optional<ReplicaSet> newest, List<ReplicaSet> old, Instant now) {
    var status = counted(deployment, newest, old, now);
    if (!hasDeadline(deployment)) {
      status = Conditions.remove(status, Conditions.PROGRESSING);
    } else if (!wasComplete(deployment, status)) {
      status = progressed(deployment, newest, status, now);
    }
    var failure = failure(newest, old);
    return failure.isPresent()
        ? Conditions.set(status, failure.get())
        : Conditions.remove(status, Conditions.REPLICA_FAILURE);
  }

  // A rollout that was complete once stays so when pods come and go later.
  private static boolean wasComplete(Deployment deployment, DeploymentStatus status) {
    return status.getReplicas() == status.getUpdatedReplicas()
        && Conditions.find(deployment.getStatus(), Conditions.PROGRESSING)
            .filter(c -> c.getReason().equals(Conditions.NEW_SET_AVAILABLE))
            .isPresent();
  }

  private static DeploymentStatus progressed(
      Deployment deployment, Optional<ReplicaSet> newest, DeploymentStatus status, Instant now) {
    var subject =
        newest
            .map(s -> "ReplicaSet \"" + s.getMetadata().getName() + "\"")
            .orElseGet(() -> "Deployment \"" + deployment.getMetadata().getName() + "\"");
    if (isComplete(deployment, status)) {
      return Conditions.set(
          status,
          progressing(
              "True",
              Conditions.NEW_SET_AVAILABLE,
              subject + " has successfully progressed.",
              now));
    }
    if (isProgressing(deployment.getStatus(), status)) {
      return Conditions.renew(
          status, progressing("True", "ReplicaSetUpdated", subject + " is progressing.", now));
    }
    if (isTimedOut(deployment, now)) {
      return Conditions.set(
          status,
          progressing("False", Conditions.TIMED_OUT, subject + " has timed out progressing.", now));
    }
    return status;
  }

  static DeploymentCondition progressing(
      String status, String reason, String message, Instant now) {
    return Conditions.of(Conditions.PROGRESSING, status, reason, message, now);
  }

  /// Whether all replicas are of the newest revision and available.
  static boolean isComplete(Deployment deployment, DeploymentStatus status) {
    int desired = Sizes.desired(deployment);
    return status.getUpdatedReplicas() == desired
        && status.getReplicas() == desired
        && status.getAvailableReplicas() == desired
        && status.getObservedGeneration() >= deployment.getMetadata().getGeneration();
  }

  private static boolean isProgressing(DeploymentStatus before, DeploymentStatus now) {
    int oldBefore = before.getReplicas() - before.getUpdatedReplicas();
    int oldNow = now.getReplicas() - now.getUpdatedReplicas();
    return now.getUpdatedReplicas() > before.getUpdatedReplicas()
        || oldNow < oldBefore
        || now.getReadyReplicas() > before.getReadyReplicas()
        || now.getAvailableReplicas() > before.getAvailableReplicas();
  }

  private static boolean isTimedOut(Deployment deployment, Instant now) {
    return Conditions.find(deployment.getStatus(), Conditions.PROGRESSING)
        .filter(c -> !c.getReason().equals(Conditions.NEW_SET_AVAILABLE))
        .filter(c ->
            c.getReason().equals(Conditions.TIMED_OUT) || deadline(deployment, c).isBefore(now))
        .isPresent();
  }

  private static Instant deadline(Deployment deployment, DeploymentCondition progressing) {
    return Times.toInstant(progressing.getLastUpdateTime())
        .plusSeconds(deployment.getSpec().getProgressDeadlineSeconds());
  }

  /// When to look again whether the rollout has run out of time.
  static Optional<Duration> untilTimedOut(
      Deployment deployment, DeploymentStatus status, Instant now) {
    if (!hasDeadline(deployment) || isComplete(deployment, status)) {
      return Optional.empty();
    }
    return Conditions.find(status, Conditions.PROGRESSING)
        .filter(c -> !c.getReason().equals(Conditions.NEW_SET_AVAILABLE))
        .filter(c -> !c.getReason().equals(Conditions.TIMED_OUT))
        .filter(c -> !c.getReason().equals(Conditions.PAUSED))
        .map(c -> Duration.between(now, deadline(deployment, c)).plusSeconds(1))
        .map(d -> d.isPositive() ? d : Duration.ofSeconds(1));
  }

  // Why the newest set, or else an old one, cannot have its pods.
  private static Optional<DeploymentCondition> failure(
      Optional<ReplicaSet> newest, List<ReplicaSet> old) {
    return Stream.concat(newest.stream(), old.stream())
        .flatMap(s -> s.getStatus().getConditionsList().stream())
        .filter(c -> c.getType().equals(Conditions.REPLICA_FAILURE))
        .findFirst()
        .map(c ->
            DeploymentCondition.newBuilder()
                .setType(Conditions.REPLICA_FAILURE)
                .setStatus(c.getStatus())
                .setLastUpdateTime(c.getLastTransitionTime())
                .setLastTransitionTime(c.getLastTransitionTime())
                .setReason(c.getReason())
                .setMessage(c.getMessage())
                .build());
  }
}
