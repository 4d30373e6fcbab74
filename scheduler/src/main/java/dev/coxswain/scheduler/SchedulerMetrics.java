package dev.coxswain.scheduler;

import dev.coxswain.scheduler.framework.QueuedPod;
import dev.coxswain.scheduler.queue.SchedulingQueue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// The figures of scheduling, named as upstream's.
public final class SchedulerMetrics {
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofSeconds(16);

  private final MeterRegistry registry;
  private final InstantSource clock;
  private final Timer decisions;
  private final DistributionSummary victims;
  private final Counter preemptions;

  public SchedulerMetrics(MeterRegistry registry, SchedulingQueue queue, InstantSource clock) {
    this.registry = registry;
    this.clock = clock;
    decisions = timer("scheduler_scheduling_algorithm_duration_seconds").register(registry);
    victims =
        DistributionSummary.builder("scheduler_preemption_victims")
            .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64)
            .register(registry);
    preemptions = Counter.builder("scheduler_preemption_attempts").register(registry);
    for (var place : List.of("active", "backoff", "unschedulable", "gated")) {
      Gauge.builder("scheduler_pending_pods", queue, q -> q.sizes().get(place))
          .tag("queue", place)
          .register(registry);
    }
  }

  /// One look for a node, until the pod is bound or not.
  final class Attempt {
    private final QueuedPod pod;
    private final long start = registry.config().clock().monotonicTime();

    private Attempt(QueuedPod pod) {
      this.pod = pod;
    }

    <T> T decided(Supplier<T> decision) {
      return decisions.record(decision);
    }

    void scheduled() {
      end("scheduled");
      DistributionSummary.builder("scheduler_pod_scheduling_attempts")
          .serviceLevelObjectives(1, 2, 4, 8, 16)
          .register(registry)
          .record(pod.attempts());
      timer("scheduler_pod_scheduling_sli_duration_seconds")
          .tag("attempts", pod.attempts() < 15 ? Integer.toString(pod.attempts()) : "15+")
          .register(registry)
          .record(Duration.between(pod.firstSeen(), clock.instant()));
    }

    void unschedulable() {
      end("unschedulable");
    }

    void failed() {
      end("error");
    }

    private void end(String result) {
      var profile = pod.pod().pod().getSpec().getSchedulerName();
      Counter.builder("scheduler_schedule_attempts")
          .tag("profile", profile)
          .tag("result", result)
          .register(registry)
          .increment();
      timer("scheduler_scheduling_attempt_duration_seconds")
          .tag("profile", profile)
          .tag("result", result)
          .register(registry)
          .record(registry.config().clock().monotonicTime() - start, TimeUnit.NANOSECONDS);
    }
  }

  Attempt attempt(QueuedPod pod) {
    return new Attempt(pod);
  }

  /// It was looked whether other pods could make room.
  void preemptionTried() {
    preemptions.increment();
  }

  void preempts(int pods) {
    victims.record(pods);
  }

  private static Timer.Builder timer(String name) {
    return Timer.builder(name)
        .publishPercentileHistogram()
        .minimumExpectedValue(SHORTEST)
        .maximumExpectedValue(LONGEST);
  }
}
