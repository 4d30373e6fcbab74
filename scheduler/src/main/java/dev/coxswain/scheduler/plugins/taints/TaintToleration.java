package dev.coxswain.scheduler.plugins.taints;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Taint;
import dev.coxswain.scheduler.framework.ClusterEvent;
import dev.coxswain.scheduler.framework.CycleState;
import dev.coxswain.scheduler.framework.FilterPlugin;
import dev.coxswain.scheduler.framework.PreScorePlugin;
import dev.coxswain.scheduler.framework.ScorePlugin;
import dev.coxswain.scheduler.framework.Verdict;
import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodView;
import dev.coxswain.scheduler.snapshot.Snapshot;
import java.util.BitSet;
import java.util.List;

/// Keeps pods off tainted nodes that they don't tolerate, and prefers nodes without the milder
/// taints.
public final class TaintToleration implements FilterPlugin, PreScorePlugin, ScorePlugin {
  private static final Verdict UNTOLERATED =
      Verdict.unresolvable("node(s) had untolerated taint(s)");

  @Override
  public String name() {
    return "TaintToleration";
  }

  @Override
  public Verdict filter(CycleState state, PodView pod, NodeView node) {
    return node.taints().isEmpty() || isTolerated(pod, node.node()) ? Verdict.SUCCESS : UNTOLERATED;
  }

  @Override
  public boolean exclude(CycleState state, PodView pod, Snapshot snapshot, BitSet excluded) {
    var tolerations = pod.pod().getSpec().getTolerationsList();
    snapshot
        .kinds()
        .forEach((kind, nodes) -> {
          if (!Tolerations.tolerateAll(tolerations, kind.taints())) {
            excluded.or(nodes);
          }
        });
    return true;
  }

  /// Where no node has a mild taint, all are alike.
  @Override
  public Verdict preScore(CycleState state, PodView pod, List<NodeView> nodes, Snapshot snapshot) {
    boolean[] mild = {false};
    snapshot
        .kinds()
        .forEach((kind, _) -> mild[0] |= kind.taints().stream().anyMatch(TaintToleration::isMild));
    return mild[0] ? Verdict.SUCCESS : Verdict.SKIP;
  }

  /// The number of mild taints that are not tolerated.
  @Override
  public long score(CycleState state, PodView pod, NodeView node) {
    long untolerated = 0;
    for (var taint : node.taints()) {
      if (isMild(taint) && !Tolerations.tolerates(pod, taint)) {
        untolerated++;
      }
    }
    return untolerated;
  }

  @Override
  public void normalize(CycleState state, PodView pod, List<NodeView> nodes, long[] scores) {
    ScorePlugin.stretch(scores, true);
  }

  @Override
  public boolean mayHelp(ClusterEvent event, PodView pod) {
    return switch (event) {
      case ClusterEvent.NodeAdded(var node) -> isTolerated(pod, node);
      case ClusterEvent.NodeChanged(var before, var after) ->
          !isTolerated(pod, before) && isTolerated(pod, after);
      default -> false;
    };
  }

  private static boolean isMild(Taint taint) {
    return taint.getEffect().equals(Tolerations.PREFER_NO_SCHEDULE);
  }

  private static boolean isTolerated(PodView pod, Node node) {
    return Tolerations.tolerateAll(pod.pod().getSpec().getTolerationsList(), node);
  }
}
