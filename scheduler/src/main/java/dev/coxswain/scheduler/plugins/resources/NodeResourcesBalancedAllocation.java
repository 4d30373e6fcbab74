package dev.coxswain.scheduler.plugins.resources;

import dev.coxswain.scheduler.framework.ByRequests;
import dev.coxswain.scheduler.framework.CycleState;
import dev.coxswain.scheduler.framework.PreScorePlugin;
import dev.coxswain.scheduler.framework.ScorePlugin;
import dev.coxswain.scheduler.framework.Verdict;
import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodView;
import dev.coxswain.scheduler.snapshot.Snapshot;
import java.util.List;

/// Prefers nodes whose resources would be used to like degrees, so that none of them is left over.
public final class NodeResourcesBalancedAllocation
    implements PreScorePlugin, ScorePlugin, ByRequests {
  private final List<ResourceWeight> resources;

  public NodeResourcesBalancedAllocation() {
    this(ResourceWeight.CPU_AND_MEMORY);
  }

  public NodeResourcesBalancedAllocation(List<ResourceWeight> resources) {
    this.resources = List.copyOf(resources);
  }

  @Override
  public String name() {
    return "NodeResourcesBalancedAllocation";
  }

  /// A pod that asks for none of the resources is a weight on no side.
  @Override
  public Verdict preScore(CycleState state, PodView pod, List<NodeView> nodes, Snapshot snapshot) {
    return resources.stream().allMatch(r -> r.of(pod.requests()) == 0)
        ? Verdict.SKIP
        : Verdict.SUCCESS;
  }

  @Override
  public long score(CycleState state, PodView pod, NodeView node) {
    double sum = 0;
    double squares = 0;
    int count = 0;
    for (var resource : resources) {
      long has = resource.of(node.allocatable());
      long asked = resource.of(pod.requests());
      if (has > 0 && (resource.isStandard() || asked > 0)) {
        double used = resource.of(node.requested()) + asked;
        double degree = Math.min(1, used / has);
        sum += degree;
        squares += degree * degree;
        count++;
      }
    }
    return count == 0 ? MAX : (long) ((1 - deviation(sum, squares, count)) * MAX);
  }

  private static double deviation(double sum, double squares, int count) {
    double mean = sum / count;
    return Math.sqrt(Math.max(0, squares / count - mean * mean));
  }
}
