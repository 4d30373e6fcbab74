package dev.coxswain.scheduler.framework;

import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodView;
import dev.coxswain.scheduler.snapshot.Snapshot;
import java.util.List;

/// A pod for which no node was left, for whoever looks for a way out.
///
/// @param verdicts on each of the snapshot's nodes, in their order
public record Rejected(Snapshot snapshot, List<Verdict> verdicts, Trial trial) {
  /// What-if questions about one node.
  public interface Trial {
    /// A state in which pods can be imagined away or added.
    CycleState start();

    /// Imagines that the pod was not on the node.
    ///
    /// @param node without it
    void without(CycleState state, PodView gone, NodeView node);

    /// Imagines that the pod was on the node.
    ///
    /// @param node with it
    void with(CycleState state, PodView more, NodeView node);

    /// Whether the pod could run on the imagined node.
    Verdict filter(CycleState state, NodeView node);
  }
}
