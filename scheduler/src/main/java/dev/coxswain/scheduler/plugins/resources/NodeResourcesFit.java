package dev.coxswain.scheduler.plugins.resources;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.scheduler.framework.ClusterEvent;
import dev.coxswain.scheduler.framework.CycleState;
import dev.coxswain.scheduler.framework.FilterPlugin;
import dev.coxswain.scheduler.framework.ScorePlugin;
import dev.coxswain.scheduler.framework.Verdict;
import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodView;
import java.util.List;

/// Rules out nodes without room for the pod, and prefers those with the largest share of CPU and
/// memory to spare.
public final class NodeResourcesFit implements FilterPlugin, ScorePlugin {

  @Override
  public String name() {
    return "NodeResourcesFit";
  }

  @Override
  public Verdict filter(CycleState state, PodView pod, NodeView node) {
    return Shortage.of(pod, node);
  }

  /// LeastAllocated: the mean of the shares of CPU and memory that would be left.
  @Override
  public long score(CycleState state, PodView pod, NodeView node) {
    var has = node.allocatable();
    var given = node.scoringRequested();
    var asked = pod.scoringRequests();
    long cpu = left(has.cpuMillis(), given.cpuMillis() + asked.cpuMillis());
    long memory = left(has.memoryBytes(), given.memoryBytes() + asked.memoryBytes());
    int counted = (has.cpuMillis() > 0 ? 1 : 0) + (has.memoryBytes() > 0 ? 1 : 0);
    return counted == 0 ? 0 : (cpu + memory) / counted;
  }

  @Override
  public boolean mayHelp(ClusterEvent event, PodView pod) {
    return switch (event) {
      case ClusterEvent.NodeAdded(var node) -> couldHold(node, pod);
      case ClusterEvent.NodeChanged(var before, var after) ->
          !before.getStatus().getAllocatableMap().equals(after.getStatus().getAllocatableMap())
              && couldHold(after, pod);
      // Even a pod that asked for nothing leaves its place among the pods of the node.
      case ClusterEvent.PodRemoved _ -> true;
      case ClusterEvent.PodPlaced _ -> false;
    };
  }

  private static boolean couldHold(Node node, PodView pod) {
    return !Shortage.of(pod, NodeView.of(node, List.of())).isRejection();
  }

  private static long left(long has, long used) {
    return has == 0 || used > has ? 0 : (has - used) * MAX / has;
  }
}
