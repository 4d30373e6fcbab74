package dev.coxswain.apiserver.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/// `apiserver_request_total`, `apiserver_request_duration_seconds` and what is under way.
public final class RequestMetrics {
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(5),
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(2),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofSeconds(60)
  };

  private static final double[] SIZES = {1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};

  private final MeterRegistry registry;
  private final ConcurrentMap<Subject, Timer> timers = new ConcurrentHashMap<>();
  private final ConcurrentMap<Outcome, Counter> counters = new ConcurrentHashMap<>();
  private final ConcurrentMap<Subject, DistributionSummary> sizes = new ConcurrentHashMap<>();
  private final ConcurrentMap<Subject, AtomicInteger> longRunning = new ConcurrentHashMap<>();

  public RequestMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /// What a request is about.
  ///
  /// @param verb as upstream's metrics spell it: `GET`, `LIST`, `WATCH`, `POST`, …
  /// @param scope `cluster`, `namespace` or `resource`; empty for other paths
  /// @param dryRun `All`, or empty
  public record Subject(
      String verb,
      String group,
      String version,
      String resource,
      String subresource,
      String scope,
      String dryRun) {
    private Tags tags() {
      return Tags.of(
          "verb",
          verb,
          "group",
          group,
          "version",
          version,
          "resource",
          resource,
          "subresource",
          subresource,
          "scope",
          scope,
          "component",
          "apiserver",
          "dry_run",
          dryRun);
    }
  }

  private record Outcome(Subject subject, int code) {}

  public void count(Subject subject, int code) {
    counters.computeIfAbsent(new Outcome(subject, code), this::counter).increment();
  }

  public void time(Subject subject, Duration took) {
    timers.computeIfAbsent(subject, this::timer).record(took);
  }

  /// How many bytes an answer to a read has.
  public void size(Subject subject, int bytes) {
    sizes.computeIfAbsent(subject, this::summary).record(bytes);
  }

  /// A request that was not answered by whoever worked on it.
  public void terminated(Subject subject, int code) {
    Counter.builder("apiserver.request.terminations")
        .tags(subject.tags().and("code", Integer.toString(code)))
        .register(registry)
        .increment();
  }

  /// How many streams of this kind are open.
  public AtomicInteger openStreams(Subject subject) {
    return longRunning.computeIfAbsent(
        subject,
        known -> {
          var open = new AtomicInteger();
          Gauge.builder("apiserver.longrunning.requests", open, AtomicInteger::get)
              .tags(known.tags())
              .register(registry);
          return open;
        });
  }

  /// @param kind `readOnly` or `mutating`
  public void gaugeInflight(String kind, IntSupplier now) {
    Gauge.builder("apiserver.current.inflight.requests", now, IntSupplier::getAsInt)
        .tag("request_kind", kind)
        .strongReference(true)
        .register(registry);
  }

  private Counter counter(Outcome outcome) {
    return Counter.builder("apiserver.request")
        .tags(outcome.subject().tags().and("code", Integer.toString(outcome.code())))
        .register(registry);
  }

  private Timer timer(Subject subject) {
    return Timer.builder("apiserver.request.duration")
        .tags(subject.tags())
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  private DistributionSummary summary(Subject subject) {
    return DistributionSummary.builder("apiserver.response.sizes")
        .tags(subject.tags())
        .serviceLevelObjectives(SIZES)
        .register(registry);
  }
}
