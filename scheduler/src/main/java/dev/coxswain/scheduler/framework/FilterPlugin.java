package dev.coxswain.scheduler.framework;

import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodView;

/// Rules out nodes.
public interface FilterPlugin extends Plugin {
  /// Whether the pod can run on the node.
  Verdict filter(CycleState state, PodView pod, NodeView node);
}
