package dev.coxswain.scheduler.plugins.node;

import dev.coxswain.scheduler.framework.ClusterEvent;
import dev.coxswain.scheduler.framework.CycleState;
import dev.coxswain.scheduler.framework.FilterPlugin;
import dev.coxswain.scheduler.framework.PreFilterPlugin;
import dev.coxswain.scheduler.framework.Verdict;
import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodView;
import dev.coxswain.scheduler.snapshot.Snapshot;

/// A pod that names its node goes nowhere else.
public final class NodeName implements PreFilterPlugin, FilterPlugin {
  private static final Verdict OTHER =
      Verdict.unresolvable("node(s) didn't match the requested node name");

  @Override
  public String name() {
    return "NodeName";
  }

  @Override
  public Verdict preFilter(CycleState state, PodView pod, Snapshot snapshot) {
    return pod.nodeName().isEmpty() ? Verdict.SKIP : Verdict.SUCCESS;
  }

  @Override
  public Verdict filter(CycleState state, PodView pod, NodeView node) {
    return pod.nodeName().isEmpty() || pod.nodeName().equals(node.name()) ? Verdict.SUCCESS : OTHER;
  }

  @Override
  public boolean mayHelp(ClusterEvent event, PodView pod) {
    return event instanceof ClusterEvent.NodeAdded(var node)
        && node.getMetadata().getName().equals(pod.nodeName());
  }
}
