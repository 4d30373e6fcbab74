package dev.coxswain.kubelet.probes;

import dev.coxswain.api.core.v1.Probe;

/// Counts answers of one probe in a row, and turns them into a result once there are enough of the
/// same.
///
/// @param result what stands until enough answers say otherwise
/// @param inARow how many of the last answers were the same
record Tally(boolean result, boolean lastAnswer, int inARow) {

  static Tally startingWith(boolean result) {
    return new Tally(result, result, 0);
  }

  Tally count(boolean success, Probe thresholds) {
    int row = inARow > 0 && success == lastAnswer ? inARow + 1 : 1;
    int needed =
        Math.max(1, success ? thresholds.getSuccessThreshold() : thresholds.getFailureThreshold());
    return new Tally(row >= needed ? success : result, success, row);
  }

  /// Whether the newest answer settled the result.
  boolean isSettled(Probe thresholds) {
    int needed =
        Math.max(
            1, lastAnswer ? thresholds.getSuccessThreshold() : thresholds.getFailureThreshold());
    return inARow >= needed;
  }
}
