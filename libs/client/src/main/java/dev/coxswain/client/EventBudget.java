package dev.coxswain.client;

import dev.coxswain.api.core.v1.EventSource;
import dev.coxswain.api.core.v1.ObjectReference;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// How many events a component may write about one object: 25 at once, and then one every five
/// minutes, as client-go. What goes wrong over and over must not drown everything else.
final class EventBudget {
  private static final double BURST = 25;
  private static final Duration REFILL = Duration.ofMinutes(5);
  private static final int REMEMBERED = 4096;

  private record Subject(EventSource source, ObjectReference about) {}

  private record Level(double tokens, Instant at) {
    Level refilled(Instant now) {
      double more = (double) Duration.between(at, now).toMillis() / REFILL.toMillis();
      return new Level(Math.min(BURST, tokens + Math.max(0, more)), now);
    }
  }

  private final Map<Subject, Level> levels =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Subject, Level> eldest) {
          return size() > REMEMBERED;
        }
      };

  /// Whether one more may be written; if so, it is taken off.
  boolean take(EventCorrelator.Occurrence occurrence) {
    var identity = occurrence.identity();
    var subject = new Subject(identity.source(), identity.about());
    var level =
        levels.getOrDefault(subject, new Level(BURST, occurrence.at())).refilled(occurrence.at());
    boolean enough = level.tokens() >= 1;
    levels.put(subject, enough ? new Level(level.tokens() - 1, level.at()) : level);
    return enough;
  }
}
