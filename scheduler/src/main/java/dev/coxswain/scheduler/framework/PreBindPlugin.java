package dev.coxswain.scheduler.framework;

import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodView;

/// Does what must be done before a pod is bound, such as attaching volumes. It may wait.
public interface PreBindPlugin extends Plugin {
  /// Success or a rejection.
  Verdict preBind(CycleState state, PodView pod, NodeView node) throws InterruptedException;
}
