package dev.coxswain.scheduler.framework;

import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodView;
import dev.coxswain.scheduler.snapshot.Snapshot;
import java.util.Optional;
import java.util.Set;

/// Looks at the pod and the cluster before nodes are filtered.
public interface PreFilterPlugin extends Plugin {
  /// Success; skip, when the plugin's filter has nothing to say of this pod; or a rejection on all
  /// nodes.
  Verdict preFilter(CycleState state, PodView pod, Snapshot snapshot);

  /// The names of the only nodes that come into question after success; absent for all.
  default Optional<Set<String>> candidates(CycleState state, PodView pod) {
    return Optional.empty();
  }

  /// Changes the plugin's notes as if another pod was on the node.
  ///
  /// @param node with the other pod
  default void with(CycleState state, PodView pod, PodView other, NodeView node) {}

  /// Changes the plugin's notes as if another pod was not on the node.
  ///
  /// @param node without the other pod
  default void without(CycleState state, PodView pod, PodView other, NodeView node) {}
}
