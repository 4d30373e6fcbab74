package dev.coxswain.scheduler.plugins.resources;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.scheduler.framework.ByRequests;
import dev.coxswain.scheduler.framework.ClusterEvent;
import dev.coxswain.scheduler.framework.CycleState;
import dev.coxswain.scheduler.framework.FilterPlugin;
import dev.coxswain.scheduler.framework.ScorePlugin;
import dev.coxswain.scheduler.framework.Verdict;
import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodView;
import dev.coxswain.scheduler.snapshot.Resources;
import java.util.List;
import java.util.Set;

/// Rules out nodes without room for the pod, and prefers some of the others by how full they would
/// be.
public final class NodeResourcesFit implements FilterPlugin, ScorePlugin, ByRequests {
  private final ScoringStrategy strategy;
  private final Ignored ignored;

  /// Extended resources that are somebody else's business.
  ///
  /// @param groups the part of their names before the slash
  public record Ignored(Set<String> names, Set<String> groups) {
    public static final Ignored NOTHING = new Ignored(Set.of(), Set.of());

    public Ignored {
      names = Set.copyOf(names);
      groups = Set.copyOf(groups);
    }

    boolean contains(String resource) {
      int slash = resource.indexOf('/');
      return slash > 0
          && (names.contains(resource) || groups.contains(resource.substring(0, slash)));
    }
  }

  /// Prefers the node with the largest shares of CPU and memory to spare.
  public NodeResourcesFit() {
    this(new ScoringStrategy.LeastAllocated(ResourceWeight.CPU_AND_MEMORY), Ignored.NOTHING);
  }

  public NodeResourcesFit(ScoringStrategy strategy, Ignored ignored) {
    this.strategy = strategy;
    this.ignored = ignored;
  }

  @Override
  public String name() {
    return "NodeResourcesFit";
  }

  @Override
  public Verdict filter(CycleState state, PodView pod, NodeView node) {
    return Shortage.of(pod, node, ignored);
  }

  @Override
  public long score(CycleState state, PodView pod, NodeView node) {
    long sum = 0;
    long weights = 0;
    for (var resource : strategy.resources()) {
      long has = resource.of(node.allocatable());
      if (has == 0 || (!resource.isStandard() && pod.requests().other(resource.name()) == 0)) {
        continue;
      }
      long score = strategy.score(used(pod, node, resource), has);
      if (score > 0 || strategy.countsZero()) {
        sum += score * resource.weight();
        weights += resource.weight();
      }
    }
    return strategy.mean(sum, weights);
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
      case ClusterEvent.PodChanged(var before, var after) ->
          gives(before.requests(), after.requests(), pod.requests());
      default -> false;
    };
  }

  /// Pods that ask for no CPU or memory count as if they did, so that they spread too.
  private static long used(PodView pod, NodeView node, ResourceWeight resource) {
    return switch (resource.kind()) {
      case CPU, MEMORY -> resource.of(node.scoringRequested()) + resource.of(pod.scoringRequests());
      case EPHEMERAL_STORAGE, OTHER -> resource.of(node.requested()) + resource.of(pod.requests());
    };
  }

  private static boolean gives(Resources before, Resources after, Resources wanted) {
    return (wanted.cpuMillis() > 0 && after.cpuMillis() < before.cpuMillis())
        || (wanted.memoryBytes() > 0 && after.memoryBytes() < before.memoryBytes());
  }

  private boolean couldHold(Node node, PodView pod) {
    return !Shortage.of(pod, NodeView.of(node, List.of()), ignored).isRejection();
  }
}
