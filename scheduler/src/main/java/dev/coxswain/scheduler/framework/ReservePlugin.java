package dev.coxswain.scheduler.framework;

import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodView;

/// Is told of promises before they are carried out.
public interface ReservePlugin extends Plugin {
  /// The pod is promised to the node.
  Verdict reserve(CycleState state, PodView pod, NodeView node);

  /// The promise is taken back; called at most once, also when nothing was reserved.
  void unreserve(CycleState state, PodView pod, NodeView node);
}
