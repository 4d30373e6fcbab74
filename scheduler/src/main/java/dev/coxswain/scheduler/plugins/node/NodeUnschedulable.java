package dev.coxswain.scheduler.plugins.node;

import dev.coxswain.api.core.v1.Taint;
import dev.coxswain.scheduler.framework.ClusterEvent;
import dev.coxswain.scheduler.framework.CycleState;
import dev.coxswain.scheduler.framework.FilterPlugin;
import dev.coxswain.scheduler.framework.Verdict;
import dev.coxswain.scheduler.plugins.taints.Tolerations;
import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodView;
import dev.coxswain.scheduler.snapshot.Snapshot;
import java.util.BitSet;

/// Nothing new on cordoned nodes, except for pods that tolerate the taint that stands for it.
public final class NodeUnschedulable implements FilterPlugin {
  private static final Verdict CORDONED = Verdict.unresolvable("node(s) were unschedulable");
  private static final Taint TAINT =
      Taint.newBuilder()
          .setKey("node.kubernetes.io/unschedulable")
          .setEffect(Tolerations.NO_SCHEDULE)
          .build();

  @Override
  public String name() {
    return "NodeUnschedulable";
  }

  @Override
  public Verdict filter(CycleState state, PodView pod, NodeView node) {
    return !node.isCordoned() || Tolerations.tolerates(pod, TAINT) ? Verdict.SUCCESS : CORDONED;
  }

  @Override
  public boolean exclude(CycleState state, PodView pod, Snapshot snapshot, BitSet excluded) {
    snapshot
        .kinds()
        .forEach((kind, nodes) -> {
          if (kind.cordoned() && !Tolerations.tolerates(pod, TAINT)) {
            excluded.or(nodes);
          }
        });
    return true;
  }

  @Override
  public boolean mayHelp(ClusterEvent event, PodView pod) {
    return switch (event) {
      case ClusterEvent.NodeAdded(var node) -> !node.getSpec().getUnschedulable();
      case ClusterEvent.NodeChanged(var before, var after) ->
          before.getSpec().getUnschedulable() && !after.getSpec().getUnschedulable();
      default -> false;
    };
  }
}
