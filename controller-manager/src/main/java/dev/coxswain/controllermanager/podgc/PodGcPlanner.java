package dev.coxswain.controllermanager.podgc;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.controllermanager.framework.Pods;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// Decides which pods nobody needs and nobody else removes. Pure.
final class PodGcPlanner {
  private PodGcPlanner() {}

  enum Reason {
    /// There are too many finished pods, and it is among the oldest.
    FINISHED,
    /// Its node is gone.
    NODE_GONE,
    /// It is being deleted on a node that is out of service, and can't end it.
    OUT_OF_SERVICE,
    /// It is being deleted and never had a node that could end it.
    UNSCHEDULED
  }

  record Removal(Pod pod, Reason reason) {}

  /// @param nodesGone names of nodes that certainly don't exist
  /// @param outOfService names of nodes that somebody declared to be so, and that are not ready
  /// @param threshold how many finished pods may stay
  static List<Removal> plan(
      List<Pod> pods, Set<String> nodesGone, Set<String> outOfService, int threshold) {
    var removals = new ArrayList<Removal>();
    var finished =
        pods.stream()
            .filter(p -> Pods.isFinished(p) && !Pods.isDeleting(p))
            .sorted(
                Comparator.comparing((Pod p) -> !isEvicted(p))
                    .thenComparing(p -> Times.toInstant(p.getMetadata().getCreationTimestamp()))
                    .thenComparing(p -> p.getMetadata().getName()))
            .toList();
    finished.stream()
        .limit(threshold > 0 ? Math.max(0, finished.size() - threshold) : 0)
        .forEach(p -> removals.add(new Removal(p, Reason.FINISHED)));
    for (var pod : pods) {
      var node = pod.getSpec().getNodeName();
      if (!node.isEmpty() && nodesGone.contains(node)) {
        removals.add(new Removal(pod, Reason.NODE_GONE));
      } else if (outOfService.contains(node) && Pods.isDeleting(pod)) {
        removals.add(new Removal(pod, Reason.OUT_OF_SERVICE));
      } else if (node.isEmpty() && Pods.isDeleting(pod)) {
        removals.add(new Removal(pod, Reason.UNSCHEDULED));
      }
    }
    return List.copyOf(removals);
  }

  private static boolean isEvicted(Pod pod) {
    return pod.getStatus().getPhase().equals("Failed")
        && pod.getStatus().getReason().equals("Evicted");
  }

  /// Whether the node is declared to be out of service, and doesn't prove the contrary.
  static boolean isOutOfService(Node node) {
    boolean declared =
        node.getSpec().getTaintsList().stream()
            .anyMatch(taint -> taint.getKey().equals("node.kubernetes.io/out-of-service"));
    boolean ready =
        node.getStatus().getConditionsList().stream()
            .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
    return declared && !ready;
  }
}
