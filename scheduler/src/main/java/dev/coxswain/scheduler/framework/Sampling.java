package dev.coxswain.scheduler.framework;

/// How many possible nodes are enough to choose from, and where the next look begins: nodes are
/// looked at in a circle that goes on where the last decision stopped.
///
/// All of up to a hundred nodes are looked at; of more, fewer per cent the larger the cluster, as
/// upstream.
public final class Sampling {
  private static final int ENOUGH_AT_LEAST = 100;
  private static final int MIN_PERCENT = 5;

  private final int percent;
  private int next;

  /// A sampling that begins with the first node.
  ///
  /// @param percent `percentageOfNodesToScore`; 0 for what suits the size of the cluster
  public Sampling(int percent) {
    this.percent = percent;
  }

  int enough(int nodes) {
    if (nodes <= ENOUGH_AT_LEAST) {
      return nodes;
    }
    int suitable = percent == 0 ? Math.max(MIN_PERCENT, 50 - nodes / 125) : percent;
    return Math.max(ENOUGH_AT_LEAST, nodes * Math.min(100, suitable) / 100);
  }

  int next() {
    return next;
  }

  void advance(int seen, int nodes) {
    next = (next + seen) % nodes;
  }
}
