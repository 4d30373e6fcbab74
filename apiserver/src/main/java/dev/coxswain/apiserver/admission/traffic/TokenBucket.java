package dev.coxswain.apiserver.admission.traffic;

import java.time.Duration;
import java.time.Instant;

/// Lets so many through per second on average, and a burst at once. For one thread at a time.
final class TokenBucket {
  private final double perSecond;
  private final double burst;
  private double tokens;
  private Instant filled;

  TokenBucket(double perSecond, double burst, Instant now) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.tokens = burst;
    this.filled = now;
  }

  /// Whether one more is let through.
  boolean take(Instant now) {
    var passed = Duration.between(filled, now);
    if (passed.isPositive()) {
      tokens = Math.min(burst, tokens + perSecond * passed.toNanos() / 1e9);
      filled = now;
    }
    if (tokens < 1) {
      return false;
    }
    tokens -= 1;
    return true;
  }
}
