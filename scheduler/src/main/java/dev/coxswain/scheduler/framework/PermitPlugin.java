package dev.coxswain.scheduler.framework;

import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodView;

/// Has the last word before a pod is bound. It may wait; it runs on the pod's own thread.
public interface PermitPlugin extends Plugin {
  /// Success or a rejection.
  Verdict permit(CycleState state, PodView pod, NodeView node) throws InterruptedException;
}
