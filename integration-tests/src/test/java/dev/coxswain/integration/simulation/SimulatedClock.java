package dev.coxswain.integration.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Time that stands still until somebody moves it on.
final class SimulatedClock implements InstantSource {
  static final Instant START = Instant.parse("2026-11-21T00:00:00Z");

  private Instant now = START;

  @Override
  public Instant instant() {
    return now;
  }

  /// Moves on to a time; one that is past already changes nothing.
  void advanceTo(Instant time) {
    if (time.isAfter(now)) {
      now = time;
    }
  }

  Duration elapsed() {
    return Duration.between(START, now);
  }
}
