package dev.coxswain.client;

import java.time.Duration;

/// Longer and longer pauses: doubled with each failure in a row, up to a cap. No jitter: randomness
/// is the caller's.
public record Backoff(Duration base, Duration cap) {
  public Backoff {
    if (base.isNegative() || base.isZero() || base.compareTo(cap) > 0) {
      throw new IllegalArgumentException("wants 0 < base <= cap, got " + base + " and " + cap);
    }
  }

  /// What client-go's work queues do: from 5 ms to 1000 s.
  public static Backoff standard() {
    return new Backoff(Duration.ofMillis(5), Duration.ofSeconds(1000));
  }

  /// The pause after so many failures in a row: `base * 2^(failures - 1)`, at most the cap.
  ///
  /// @param failures 1 or more
  public Duration after(int failures) {
    if (failures < 1) {
      throw new IllegalArgumentException("wants at least one failure, got " + failures);
    }
    int doublings = failures - 1;
    if (doublings >= Long.numberOfLeadingZeros(base.toNanos()) - 1) {
      return cap;
    }
    var pause = Duration.ofNanos(base.toNanos() << doublings);
    return pause.compareTo(cap) > 0 ? cap : pause;
  }
}
