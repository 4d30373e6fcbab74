package dev.coxswain.scheduler.framework;

import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodView;
import dev.coxswain.scheduler.snapshot.Snapshot;
import java.util.BitSet;

/// Rules out nodes.
public interface FilterPlugin extends Plugin {
  /// Whether the pod can run on the node.
  Verdict filter(CycleState state, PodView pod, NodeView node);

  /// Adds nodes that [#filter] would rule out as long as nothing is imagined, by their positions in
  /// the snapshot; as many as are found without looking at each.
  ///
  /// @return whether these are all, so that nobody need ask [#filter] about the others
  default boolean exclude(CycleState state, PodView pod, Snapshot snapshot, BitSet excluded) {
    return false;
  }
}
