package dev.coxswain.scheduler.framework;

import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodView;
import dev.coxswain.scheduler.snapshot.Snapshot;
import java.util.List;

/// Looks at the pod and the nodes that are left before they are scored.
public interface PreScorePlugin extends Plugin {
  /// Success; or skip, when the plugin has no preference.
  Verdict preScore(CycleState state, PodView pod, List<NodeView> nodes, Snapshot snapshot);
}
