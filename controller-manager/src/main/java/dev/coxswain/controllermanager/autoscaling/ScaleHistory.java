package dev.coxswain.controllermanager.autoscaling;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntBinaryOperator;

/// What was proposed for one target lately, and how its size was changed.
///
/// It lives in memory only: after a restart the target's size stands for the past.
final class ScaleHistory {
  private static final Duration KEPT = Duration.ofHours(1);

  private record Entry(Instant at, int value) {}

  private final List<Entry> proposals = new ArrayList<>();
  private final List<Entry> changes = new ArrayList<>();

  synchronized boolean isEmpty() {
    return proposals.isEmpty();
  }

  synchronized void proposed(int replicas, Instant now) {
    forget(proposals, now);
    proposals.add(new Entry(now, replicas));
  }

  /// @param difference positive for more, negative for fewer replicas
  synchronized void changed(int difference, Instant now) {
    forget(changes, now);
    changes.add(new Entry(now, difference));
  }

  /// `replicas` and the proposals of the window, combined.
  synchronized int over(Duration window, int replicas, Instant now, IntBinaryOperator combine) {
    return proposals.stream()
        .filter(p -> p.at().isAfter(now.minus(window)))
        .mapToInt(Entry::value)
        .reduce(replicas, combine);
  }

  /// How many replicas were added in the period.
  synchronized int added(Duration period, Instant now) {
    return changes.stream()
        .filter(c -> c.value() > 0 && c.at().isAfter(now.minus(period)))
        .mapToInt(Entry::value)
        .sum();
  }

  /// How many were taken away in the period.
  synchronized int removed(Duration period, Instant now) {
    return changes.stream()
        .filter(c -> c.value() < 0 && c.at().isAfter(now.minus(period)))
        .mapToInt(c -> -c.value())
        .sum();
  }

  private static void forget(List<Entry> entries, Instant now) {
    entries.removeIf(e -> e.at().isBefore(now.minus(KEPT)));
  }
}
