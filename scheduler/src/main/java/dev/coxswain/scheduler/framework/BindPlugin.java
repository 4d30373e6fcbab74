package dev.coxswain.scheduler.framework;

import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodView;

/// Binds pods. The first one that does not skip the pod is the only one.
public interface BindPlugin extends Plugin {
  /// Success, skip, or an exception of the API.
  Verdict bind(CycleState state, PodView pod, NodeView node);
}
