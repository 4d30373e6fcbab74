package dev.coxswain.scheduler.framework;

import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodView;
import java.util.List;

/// Prefers some of the possible nodes.
public interface ScorePlugin extends Plugin {
  /// The best score after [#normalize].
  long MAX = 100;

  long score(CycleState state, PodView pod, NodeView node);

  /// Brings the scores of all possible nodes into the range of 0 to [#MAX], in place.
  ///
  /// @param nodes whose scores they are, in the same order
  default void normalize(CycleState state, PodView pod, List<NodeView> nodes, long[] scores) {}

  /// Stretches the scores so that the largest becomes [#MAX].
  ///
  /// @param reversed whether small scores are the good ones
  static void stretch(long[] scores, boolean reversed) {
    long largest = 0;
    for (long score : scores) {
      largest = Math.max(largest, score);
    }
    for (int i = 0; i < scores.length; i++) {
      long stretched = largest == 0 ? 0 : scores[i] * MAX / largest;
      scores[i] = reversed ? MAX - stretched : stretched;
    }
  }
}
