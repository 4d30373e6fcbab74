package dev.coxswain.controllermanager.replicaset;

import dev.coxswain.api.apps.v1.ReplicaSet;
import dev.coxswain.api.apps.v1.ReplicaSetCondition;
import dev.coxswain.api.apps.v1.ReplicaSetStatus;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.controllermanager.framework.Pods;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the status of a replica set says of its pods. Pure.
final class ReplicaSetStatuses {
  private static final String REPLICA_FAILURE = "ReplicaFailure";

  private ReplicaSetStatuses() {}

  /// What went wrong when pods were created or deleted.
  record Failure(String reason, String message) {}

  static ReplicaSetStatus of(
      ReplicaSet set, List<Pod> pods, Optional<Failure> failure, Instant now) {
    var active = pods.stream().filter(Pods::isActive).toList();
    var template = Selector.ofMap(set.getSpec().getTemplate().getMetadata().getLabelsMap());
    int minReady = set.getSpec().getMinReadySeconds();
    var status =
        set.getStatus().toBuilder()
            .setReplicas(active.size())
            .setFullyLabeledReplicas(
                count(active.stream().filter(p -> template.matches(labels(p))).count()))
            .setReadyReplicas(count(active.stream().filter(Pods::isReady).count()))
            .setAvailableReplicas(
                count(active.stream().filter(p -> Pods.isAvailable(p, minReady, now)).count()))
            .setTerminatingReplicas(count(pods.stream().filter(Pods::isTerminating).count()))
            .setObservedGeneration(set.getMetadata().getGeneration());
    return withFailure(status, failure, now).build();
  }

  // A failure is kept as it was first seen.
  private static ReplicaSetStatus.Builder withFailure(
      ReplicaSetStatus.Builder status, Optional<Failure> failure, Instant now) {
    var others =
        status.getConditionsList().stream()
            .filter(c -> !c.getType().equals(REPLICA_FAILURE))
            .toList();
    boolean known = others.size() < status.getConditionsCount();
    if (failure.isEmpty()) {
      return status.clearConditions().addAllConditions(others);
    }
    return known
        ? status
        : status.addConditions(
            ReplicaSetCondition.newBuilder()
                .setType(REPLICA_FAILURE)
                .setStatus("True")
                .setLastTransitionTime(Times.of(now))
                .setReason(failure.get().reason())
                .setMessage(failure.get().message()));
  }

  private static Map<String, String> labels(Pod pod) {
    return pod.getMetadata().getLabelsMap();
  }

  private static int count(long value) {
    return Math.toIntExact(value);
  }
}
