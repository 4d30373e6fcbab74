package dev.coxswain.scheduler;

import dev.coxswain.scheduler.framework.ExtensionPointTimer;
import dev.coxswain.scheduler.queue.Incoming;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// The figures of the parts of scheduling: how long extension points take, and what comes into the
/// queue. Each is counted for every pod, so meters are looked up once.
final class ExtensionPointMetrics implements ExtensionPointTimer, Incoming {
  private static final Duration FIRST_BUCKET = Duration.ofNanos(100_000);
  private static final int BUCKETS = 12;

  private final MeterRegistry registry;
  private final Map<Point, Timer> timers = new ConcurrentHashMap<>();
  private final Map<Way, Counter> ways = new ConcurrentHashMap<>();

  private record Point(String profile, String name, Status status) {}

  private record Way(String part, String event) {}

  ExtensionPointMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public long now() {
    return registry.config().clock().monotonicTime();
  }

  @Override
  public void ran(String profile, String point, Status status, long start) {
    timers
        .computeIfAbsent(new Point(profile, point, status), this::timer)
        .record(now() - start, TimeUnit.NANOSECONDS);
  }

  @Override
  public void came(String part, String event) {
    ways.computeIfAbsent(new Way(part, event), this::counter).increment();
  }

  private Timer timer(Point point) {
    return Timer.builder("scheduler_framework_extension_point_duration_seconds")
        .tag("extension_point", point.name())
        .tag("profile", point.profile())
        .tag("status", point.status().text())
        .serviceLevelObjectives(SchedulerMetrics.doubling(FIRST_BUCKET, BUCKETS))
        .register(registry);
  }

  private Counter counter(Way way) {
    return Counter.builder("scheduler_queue_incoming_pods")
        .tag("queue", way.part())
        .tag("event", way.event())
        .register(registry);
  }
}
