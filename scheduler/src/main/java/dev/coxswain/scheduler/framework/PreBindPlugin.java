package dev.coxswain.scheduler.framework;

import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodView;

/// Does what must be done before a pod is bound, such as attaching volumes. It may wait.
public interface PreBindPlugin extends Plugin {
  /// Whether there is anything to prepare; people are told then where the pod is about to go.
  boolean hasWork(CycleState state, PodView pod, NodeView node);

  /// Success or a rejection.
  Verdict preBind(CycleState state, PodView pod, NodeView node) throws InterruptedException;
}
