package dev.coxswain.controllermanager.node;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.NodeCondition;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.time.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides from its signs of life how a node is. Pure.
final class NodeHealth {
  private static final List<String> CONDITIONS =
      List.of("Ready", "MemoryPressure", "DiskPressure", "PIDPressure");

  private NodeHealth() {}

  /// The last signs of life, and when we saw them by our own clock: those of other machines are not
  /// trusted.
  ///
  /// @param heartbeat what the node last wrote into its Ready condition
  /// @param renewal what it last wrote into its lease
  record Signs(Instant heartbeat, Instant renewal, Instant seenAt) {
    /// What is known when a node was first seen with these.
    static Signs first(Instant heartbeat, Instant renewal, Instant now) {
      return new Signs(heartbeat, renewal, now);
    }

    Signs next(Instant newHeartbeat, Instant newRenewal, Instant now) {
      boolean alive = newHeartbeat.isAfter(heartbeat) || newRenewal.isAfter(renewal);
      return alive ? new Signs(newHeartbeat, newRenewal, now) : this;
    }
  }

  static Optional<NodeCondition> ready(Node node) {
    return condition(node, "Ready");
  }

  private static Optional<NodeCondition> condition(Node node, String type) {
    return node.getStatus().getConditionsList().stream()
        .filter(c -> c.getType().equals(type))
        .findFirst();
  }

  static boolean isReady(Node node) {
    return ready(node).filter(c -> c.getStatus().equals("True")).isPresent();
  }

  static Instant heartbeat(Node node) {
    return ready(node).map(c -> Times.toInstant(c.getLastHeartbeatTime())).orElse(Instant.EPOCH);
  }

  /// The node as its silence makes it: conditions of one that was not heard of for too long are
  /// unknown.
  ///
  /// @param grace how long a node may be silent
  /// @param startupGrace the same for a node that never said anything
  static Node judged(Node node, Signs signs, Duration grace, Duration startupGrace, Instant now) {
    var patience = ready(node).isPresent() ? grace : startupGrace;
    if (!now.isAfter(signs.seenAt().plus(patience))) {
      return node;
    }
    var conditions = new ArrayList<>(node.getStatus().getConditionsList());
    for (var type : CONDITIONS) {
      silence(node, type, conditions, now);
    }
    return node.toBuilder()
        .setStatus(node.getStatus().toBuilder().clearConditions().addAllConditions(conditions))
        .build();
  }

  private static void silence(Node node, String type, List<NodeCondition> conditions, Instant now) {
    for (int i = 0; i < conditions.size(); i++) {
      var condition = conditions.get(i);
      if (condition.getType().equals(type)) {
        if (!condition.getStatus().equals("Unknown")) {
          conditions.set(
              i,
              condition.toBuilder()
                  .setStatus("Unknown")
                  .setReason("NodeStatusUnknown")
                  .setMessage("Kubelet stopped posting node status.")
                  .setLastTransitionTime(Times.of(now))
                  .build());
        }
        return;
      }
    }
    conditions.add(
        NodeCondition.newBuilder()
            .setType(type)
            .setStatus("Unknown")
            .setReason("NodeStatusNeverUpdated")
            .setMessage("Kubelet never posted node status.")
            .setLastHeartbeatTime(node.getMetadata().getCreationTimestamp())
            .setLastTransitionTime(Times.of(now))
            .build());
  }

  /// What a pod says whose node does not answer for it any more.
  static Optional<Pod> unready(Pod pod, Instant now) {
    var conditions = new ArrayList<>(pod.getStatus().getConditionsList());
    for (int i = 0; i < conditions.size(); i++) {
      var condition = conditions.get(i);
      if (condition.getType().equals("Ready") && !condition.getStatus().equals("False")) {
        conditions.set(
            i,
            condition.toBuilder().setStatus("False").setLastTransitionTime(Times.of(now)).build());
        return Optional.of(
            pod.toBuilder()
                .setStatus(
                    pod.getStatus().toBuilder().clearConditions().addAllConditions(conditions))
                .build());
      }
    }
    return Optional.empty();
  }
}
