package dev.coxswain.scheduler.framework;

import dev.coxswain.scheduler.snapshot.NodeView;
import java.util.Set;

/// What was decided about a pod.
public sealed interface Decision {
  /// There is a node for it.
  ///
  /// @param state the notes of the cycle, for the plugins that carry it out
  record Placed(NodeView node, CycleState state) implements Decision {}

  /// There is none.
  ///
  /// @param message why, as FailedScheduling says it
  /// @param plugins who was against it
  /// @param nomination what becomes of the node that is being cleared for it
  record Unschedulable(String message, Set<String> plugins, Nomination nomination)
      implements Decision {
    public Unschedulable {
      plugins = Set.copyOf(plugins);
    }
  }
}
