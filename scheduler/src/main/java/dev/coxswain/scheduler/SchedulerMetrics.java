package dev.coxswain.scheduler;

import dev.coxswain.scheduler.queue.SchedulingQueue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.function.Supplier;

/// The figures of scheduling, named as upstream's.
public final class SchedulerMetrics {
  private final Timer decisions;
  private final Counter scheduled;
  private final Counter unschedulable;
  private final Counter failed;

  public SchedulerMetrics(MeterRegistry registry, SchedulingQueue queue) {
    decisions = registry.timer("scheduler_scheduling_algorithm_duration_seconds");
    scheduled = attempts(registry, "scheduled");
    unschedulable = attempts(registry, "unschedulable");
    failed = attempts(registry, "error");
    for (var place : List.of("active", "backoff", "unschedulable", "gated")) {
      Gauge.builder("scheduler_pending_pods", queue, q -> q.sizes().get(place))
          .tag("queue", place)
          .register(registry);
    }
  }

  <T> T timed(Supplier<T> decision) {
    return decisions.record(decision);
  }

  void scheduled() {
    scheduled.increment();
  }

  void unschedulable() {
    unschedulable.increment();
  }

  void failed() {
    failed.increment();
  }

  private static Counter attempts(MeterRegistry registry, String result) {
    return Counter.builder("scheduler_schedule_attempts").tag("result", result).register(registry);
  }
}
