package dev.coxswain.scheduler;

import dev.coxswain.scheduler.framework.QueuedPod;
import dev.coxswain.scheduler.queue.SchedulingQueue;
import dev.coxswain.scheduler.snapshot.ClusterState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The figures of scheduling, named and divided into buckets as upstream's.
public final class SchedulerMetrics {
  private static final Duration ATTEMPT_BUCKET = Duration.ofMillis(1);
  private static final int ATTEMPT_BUCKETS = 15;
  private static final Duration SLI_BUCKET = Duration.ofMillis(10);
  private static final int SLI_BUCKETS = 20;
  private static final int MANY_ATTEMPTS = 15;

  private final MeterRegistry registry;
  private final InstantSource clock;
  private final SchedulingQueue queue;
  private final Timer decisions;
  private final DistributionSummary attempts;
  private final DistributionSummary victims;
  private final Counter preemptions;
  private final MultiGauge unschedulable;
  private final Map<Ending, Counted> endings = new ConcurrentHashMap<>();
  private final Map<String, Timer> waits = new ConcurrentHashMap<>();

  private record Ending(String profile, String result) {}

  private record Counted(Counter attempts, Timer duration) {}

  public SchedulerMetrics(
      MeterRegistry registry, SchedulingQueue queue, ClusterState cluster, InstantSource clock) {
    this.registry = registry;
    this.clock = clock;
    this.queue = queue;
    decisions =
        timer("scheduler_scheduling_algorithm_duration_seconds", ATTEMPT_BUCKET, ATTEMPT_BUCKETS)
            .register(registry);
    attempts =
        DistributionSummary.builder("scheduler_pod_scheduling_attempts")
            .serviceLevelObjectives(1, 2, 4, 8, 16)
            .register(registry);
    victims =
        DistributionSummary.builder("scheduler_preemption_victims")
            .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64)
            .register(registry);
    preemptions = Counter.builder("scheduler_preemption_attempts").register(registry);
    for (var place : List.of("active", "backoff", "unschedulable", "gated")) {
      gauge("scheduler_pending_pods", "queue", place, queue, q -> q.sizes().get(place));
    }
    gauge("scheduler_cache_size", "type", "nodes", cluster, ClusterState::nodeCount);
    gauge("scheduler_cache_size", "type", "pods", cluster, ClusterState::podCount);
    gauge("scheduler_cache_size", "type", "assumed_pods", cluster, ClusterState::promisedCount);
    unschedulable = MultiGauge.builder("scheduler_unschedulable_pods").register(registry);
  }

  /// Brings up to date what is only counted when somebody asks.
  public void refresh() {
    var rows =
        queue.rejections().entrySet().stream()
            .map(entry ->
                MultiGauge.Row.of(
                    Tags.of("plugin", entry.getKey().plugin(), "profile", entry.getKey().profile()),
                    entry.getValue()))
            .toList();
    unschedulable.register(List.copyOf(rows), true);
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
      attempts.record(pod.attempts());
      waits
          .computeIfAbsent(times(pod.attempts()), SchedulerMetrics.this::wait)
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
      var counted =
          endings.computeIfAbsent(new Ending(profile, result), SchedulerMetrics.this::counted);
      counted.attempts().increment();
      counted
          .duration()
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

  private Counted counted(Ending ending) {
    return new Counted(
        Counter.builder("scheduler_schedule_attempts")
            .tag("profile", ending.profile())
            .tag("result", ending.result())
            .register(registry),
        timer("scheduler_scheduling_attempt_duration_seconds", ATTEMPT_BUCKET, ATTEMPT_BUCKETS)
            .tag("profile", ending.profile())
            .tag("result", ending.result())
            .register(registry));
  }

  private Timer wait(String attempts) {
    return timer("scheduler_pod_scheduling_sli_duration_seconds", SLI_BUCKET, SLI_BUCKETS)
        .tag("attempts", attempts)
        .register(registry);
  }

  private static String times(int attempts) {
    return attempts < MANY_ATTEMPTS ? Integer.toString(attempts) : MANY_ATTEMPTS + "+";
  }

  private <T> void gauge(
      String name, String tag, String value, T subject, Function<T, Integer> count) {
    Gauge.builder(name, subject, count::apply).tag(tag, value).register(registry);
  }

  private static Timer.Builder timer(String name, Duration first, int buckets) {
    return Timer.builder(name).serviceLevelObjectives(doubling(first, buckets));
  }

  /// The upper ends of buckets, each twice as large as the one before.
  static Duration[] doubling(Duration first, int count) {
    return Stream.iterate(first, bucket -> bucket.multipliedBy(2))
        .limit(count)
        .toArray(Duration[]::new);
  }
}
