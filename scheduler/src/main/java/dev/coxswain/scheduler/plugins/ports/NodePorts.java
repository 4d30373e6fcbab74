package dev.coxswain.scheduler.plugins.ports;

import dev.coxswain.scheduler.framework.ClusterEvent;
import dev.coxswain.scheduler.framework.CycleState;
import dev.coxswain.scheduler.framework.FilterPlugin;
import dev.coxswain.scheduler.framework.PreFilterPlugin;
import dev.coxswain.scheduler.framework.Verdict;
import dev.coxswain.scheduler.snapshot.HostPort;
import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodView;
import dev.coxswain.scheduler.snapshot.Snapshot;
import java.util.List;

/// Rules out nodes on which a port that the pod wants is taken.
public final class NodePorts implements PreFilterPlugin, FilterPlugin {
  private static final Verdict TAKEN =
      Verdict.unschedulable("node(s) didn't have free ports for the requested pod ports");

  @Override
  public String name() {
    return "NodePorts";
  }

  @Override
  public Verdict preFilter(CycleState state, PodView pod, Snapshot snapshot) {
    return pod.hostPorts().isEmpty() ? Verdict.SKIP : Verdict.SUCCESS;
  }

  @Override
  public Verdict filter(CycleState state, PodView pod, NodeView node) {
    return conflict(pod.hostPorts(), node.usedPorts()) ? TAKEN : Verdict.SUCCESS;
  }

  @Override
  public boolean mayHelp(ClusterEvent event, PodView pod) {
    return switch (event) {
      case ClusterEvent.NodeAdded _ -> true;
      case ClusterEvent.PodRemoved(var removed) -> conflict(pod.hostPorts(), removed.hostPorts());
      default -> false;
    };
  }

  private static boolean conflict(List<HostPort> wanted, List<HostPort> taken) {
    return wanted.stream().anyMatch(port -> taken.stream().anyMatch(port::conflictsWith));
  }
}
