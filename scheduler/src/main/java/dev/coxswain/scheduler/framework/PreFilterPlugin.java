package dev.coxswain.scheduler.framework;

import dev.coxswain.scheduler.snapshot.PodView;
import dev.coxswain.scheduler.snapshot.Snapshot;

/// Looks at the pod and the cluster before nodes are filtered.
public interface PreFilterPlugin extends Plugin {
  /// Success; skip, when the plugin's filter has nothing to say of this pod; or a rejection on all
  /// nodes.
  Verdict preFilter(CycleState state, PodView pod, Snapshot snapshot);
}
