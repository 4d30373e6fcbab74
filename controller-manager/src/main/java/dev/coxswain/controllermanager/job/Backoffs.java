package dev.coxswain.controllermanager.job;

import dev.coxswain.client.Backoff;
import java.time.Duration;

/// How long a job waits after failures: upstream's 10 s, doubled each time, at most 10 min. Pure.
final class Backoffs {
  private static final Backoff STANDARD =
      new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(10));

  private Backoffs() {}

  /// @param failures in a row; 1 or more
  static Duration after(int failures) {
    return STANDARD.after(failures);
  }
}
