package dev.coxswain.kubelet.pod;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How long containers that keep ending have to wait: 10 s, doubled each time, at most 5 min, as
/// upstream.
///
/// The first end costs nothing. A container that ran for 10 min starts anew.
record CrashBackoff(Map<String, Pause> pauses) {
  private static final Duration FIRST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Duration FORGOTTEN_AFTER = LONGEST.multipliedBy(2);

  /// @param since when the pause was last made longer
  record Pause(Duration length, Instant since) {}

  CrashBackoff {
    pauses = Map.copyOf(pauses);
  }

  static CrashBackoff none() {
    return new CrashBackoff(Map.of());
  }

  /// Until when a container that ended then has to wait; empty when it may start at once.
  Optional<Instant> waitsUntil(String container, Instant finished, Instant now) {
    return pause(container, finished)
        .map(pause -> finished.plus(pause.length()))
        .filter(until -> now.isBefore(until));
  }

  /// How long the container waits after this end.
  Duration length(String container, Instant finished) {
    return pause(container, finished).map(Pause::length).orElse(Duration.ZERO);
  }

  /// After one more start of a container that had ended then.
  CrashBackoff next(String container, Instant finished, Instant now) {
    var longer =
        pause(container, finished).map(Pause::length).map(CrashBackoff::doubled).orElse(FIRST);
    var after = new TreeMap<>(pauses);
    after.put(container, new Pause(longer, now));
    return new CrashBackoff(after);
  }

  private Optional<Pause> pause(String container, Instant finished) {
    return Optional.ofNullable(pauses.get(container))
        .filter(pause -> Duration.between(pause.since(), finished).compareTo(FORGOTTEN_AFTER) <= 0);
  }

  private static Duration doubled(Duration length) {
    var twice = length.multipliedBy(2);
    return twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
  }
}
