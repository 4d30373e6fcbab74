package dev.coxswain.controllermanager.deployment;

import dev.coxswain.api.apps.v1.DeploymentCondition;
import dev.coxswain.api.apps.v1.DeploymentStatus;
import dev.coxswain.apimachinery.time.Times;
import java.time.Instant;
import java.util.Optional;

/// The conditions of a deployment's status, changed as upstream changes them. Pure.
final class Conditions {
  static final String AVAILABLE = "Available";
  static final String PROGRESSING = "Progressing";
  static final String REPLICA_FAILURE = "ReplicaFailure";
  static final String NEW_SET_AVAILABLE = "NewReplicaSetAvailable";
  static final String TIMED_OUT = "ProgressDeadlineExceeded";
  static final String PAUSED = "DeploymentPaused";

  private Conditions() {}

  static DeploymentCondition of(
      String type, String status, String reason, String message, Instant now) {
    return DeploymentCondition.newBuilder()
        .setType(type)
        .setStatus(status)
        .setLastUpdateTime(Times.of(now))
        .setLastTransitionTime(Times.of(now))
        .setReason(reason)
        .setMessage(message)
        .build();
  }

  static Optional<DeploymentCondition> find(DeploymentStatus status, String type) {
    return status.getConditionsList().stream().filter(c -> c.getType().equals(type)).findFirst();
  }

  /// Puts the condition last, unless it is there with the same status and reason already.
  static DeploymentStatus set(DeploymentStatus status, DeploymentCondition condition) {
    var current = find(status, condition.getType());
    if (current.isPresent()
        && current.get().getStatus().equals(condition.getStatus())
        && current.get().getReason().equals(condition.getReason())) {
      return status;
    }
    var next = condition.toBuilder();
    current
        .filter(c -> c.getStatus().equals(condition.getStatus()))
        .ifPresent(c -> next.setLastTransitionTime(c.getLastTransitionTime()));
    return remove(status, condition.getType()).toBuilder().addConditions(next).build();
  }

  /// Like [#set], but news even if status and reason are the same.
  static DeploymentStatus renew(DeploymentStatus status, DeploymentCondition condition) {
    var next = condition.toBuilder();
    find(status, condition.getType())
        .filter(c -> c.getStatus().equals(condition.getStatus()))
        .ifPresent(c -> next.setLastTransitionTime(c.getLastTransitionTime()));
    return remove(status, condition.getType()).toBuilder().addConditions(next).build();
  }

  static DeploymentStatus remove(DeploymentStatus status, String type) {
    return status.toBuilder()
        .clearConditions()
        .addAllConditions(
            status.getConditionsList().stream().filter(c -> !c.getType().equals(type)).toList())
        .build();
  }
}
