package dev.coxswain.scheduler.plugins.preemption;

import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.scheduler.snapshot.PodView;
import java.time.Instant;
import java.util.Comparator;

/// Which of two pods matters more: the one of higher priority, and among equals the one that runs
/// longer.
final class Importance {
  static final Comparator<PodView> MOST_FIRST =
      Comparator.comparingInt(PodView::priority)
          .reversed()
          .thenComparing(Importance::startedAt)
          .thenComparing(PodView::uid);

  private Importance() {}

  /// A pod that has not started yet is as if it started last.
  static Instant startedAt(PodView pod) {
    var status = pod.pod().getStatus();
    return status.hasStartTime() ? Times.toInstant(status.getStartTime()) : Instant.MAX;
  }
}
