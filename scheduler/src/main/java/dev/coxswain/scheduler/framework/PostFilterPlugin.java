package dev.coxswain.scheduler.framework;

import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodView;
import java.util.List;

/// Looks for a way out when no node is left, such as preemption.
public interface PostFilterPlugin extends Plugin {
  /// Says what it found in the words of FailedScheduling; `rejections` has the verdict on each of
  /// the nodes.
  String postFilter(CycleState state, PodView pod, List<NodeView> nodes, List<Verdict> rejections);
}
