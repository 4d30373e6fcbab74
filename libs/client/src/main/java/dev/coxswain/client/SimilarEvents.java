package dev.coxswain.client;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Takes events together that differ in nothing but their message, when there are many of them
/// within a while: ten within ten minutes, as client-go.
final class SimilarEvents {
  /// What the message of such an event begins with; then comes that of the latest.
  static final String COMBINED = "(combined from similar events): ";

  private static final Duration WHILE = Duration.ofMinutes(10);
  private static final int MANY = 10;
  private static final int REMEMBERED = 4096;

  private static final class Kind {
    private final Set<String> messages = new HashSet<>();
    private Instant last = Instant.EPOCH;
  }

  private final Map<EventCorrelator.Occurrence, Kind> kinds =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<EventCorrelator.Occurrence, Kind> eldest) {
          return size() > REMEMBERED;
        }
      };

  /// The event itself, or the one that stands for many.
  EventCorrelator.Occurrence combine(EventCorrelator.Occurrence occurrence) {
    var kind = kinds.computeIfAbsent(occurrence.withMessage("").identity(), _ -> new Kind());
    if (occurrence.at().isAfter(kind.last.plus(WHILE))) {
      kind.messages.clear();
    }
    kind.last = occurrence.at();
    if (kind.messages.size() < MANY) {
      kind.messages.add(occurrence.message());
    }
    return kind.messages.size() < MANY
        ? occurrence
        : occurrence.withMessage(COMBINED + occurrence.message());
  }
}
