package dev.coxswain.controllermanager.podgc;

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
    /// It is being deleted and never had a node that could end it.
    UNSCHEDULED
  }

  record Removal(Pod pod, Reason reason) {}

  /// @param nodesGone names of nodes that certainly don't exist
  /// @param threshold how many finished pods may stay
  static List<Removal> plan(List<Pod> pods, Set<String> nodesGone, int threshold) {
    var removals = new ArrayList<Removal>();
    var finished =
        pods.stream()
            .filter(p -> Pods.isFinished(p) && !Pods.isDeleting(p))
            .sorted(
                Comparator.comparing(
                        (Pod p) -> Times.toInstant(p.getMetadata().getCreationTimestamp()))
                    .thenComparing(p -> p.getMetadata().getName()))
            .toList();
    finished.stream()
        .limit(threshold > 0 ? Math.max(0, finished.size() - threshold) : 0)
        .forEach(p -> removals.add(new Removal(p, Reason.FINISHED)));
    for (var pod : pods) {
      var node = pod.getSpec().getNodeName();
      if (!node.isEmpty() && nodesGone.contains(node)) {
        removals.add(new Removal(pod, Reason.NODE_GONE));
      } else if (node.isEmpty() && Pods.isDeleting(pod)) {
        removals.add(new Removal(pod, Reason.UNSCHEDULED));
      }
    }
    return List.copyOf(removals);
  }
}
