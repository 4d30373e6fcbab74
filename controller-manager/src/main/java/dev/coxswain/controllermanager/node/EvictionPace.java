package dev.coxswain.controllermanager.node;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// Lets one node after the other lose its pods, per zone.
final class EvictionPace {
  private static final double NANOS = 1e9;

  private final Map<String, Instant> last = new HashMap<>();

  /// Whether it is the next one's turn; if so, it is taken.
  ///
  /// @param rate nodes per second
  synchronized boolean take(String zone, double rate, Instant now) {
    if (rate <= 0) {
      return false;
    }
    var pause = Duration.ofNanos((long) (NANOS / rate));
    var before = last.get(zone);
    if (before != null && before.plus(pause).isAfter(now)) {
      return false;
    }
    last.put(zone, now);
    return true;
  }
}
