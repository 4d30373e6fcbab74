package dev.coxswain.scheduler.framework;

import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodView;

/// Is told of bound pods.
public interface PostBindPlugin extends Plugin {
  /// The pod is bound.
  void postBind(CycleState state, PodView pod, NodeView node);
}
