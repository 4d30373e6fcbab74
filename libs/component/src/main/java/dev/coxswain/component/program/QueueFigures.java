package dev.coxswain.component.program;

import dev.coxswain.client.WorkQueue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/// The figures of a work queue, by upstream's names and in its buckets.
public final class QueueFigures {
  private static final double NANOS = 1e9;

  /// From a microsecond to a quarter of an hour, by powers of ten.
  private static final Duration[] BUCKETS =
      LongStream.iterate(1, micros -> micros * 10)
          .limit(10)
          .mapToObj(micros -> Duration.ofNanos(micros * 1000))
          .toArray(Duration[]::new);

  private QueueFigures() {}

  /// Shows what happens in the queue from now on.
  ///
  /// @param name what it is called in the figures
  public static void show(WorkQueue<?> queue, String name, MeterRegistry registry) {
    gauge("workqueue_depth", "Keys that are due.", name, queue, WorkQueue::size, registry);
    gauge(
        "workqueue_unfinished_work_seconds",
        "For how long all keys together have been worked on that are being worked on.",
        name,
        queue,
        q -> seconds(q.unfinished().sum()),
        registry);
    gauge(
        "workqueue_longest_running_processor_seconds",
        "For how long the key has been worked on that takes longest.",
        name,
        queue,
        q -> seconds(q.unfinished().longest()),
        registry);
    queue.observe(new Meters(name, registry));
  }

  private static void gauge(
      String figure,
      String description,
      String name,
      WorkQueue<?> queue,
      ToDoubleFunction<WorkQueue<?>> value,
      MeterRegistry registry) {
    Gauge.builder(figure, queue, value)
        .description(description)
        .tag("name", name)
        .register(registry);
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / NANOS;
  }

  private static final class Meters implements WorkQueue.Observer {
    private final Counter adds;
    private final Counter retries;
    private final Timer waiting;
    private final Timer working;

    Meters(String name, MeterRegistry registry) {
      adds = counter("workqueue_adds_total", "Keys that were added.", name, registry);
      retries = counter("workqueue_retries_total", "Keys added for later.", name, registry);
      waiting = timer("workqueue_queue_duration", "How long keys wait.", name, registry);
      working = timer("workqueue_work_duration", "How long keys are worked on.", name, registry);
    }

    private static Counter counter(
        String figure, String description, String name, MeterRegistry registry) {
      return Counter.builder(figure).description(description).tag("name", name).register(registry);
    }

    private static Timer timer(
        String figure, String description, String name, MeterRegistry registry) {
      return Timer.builder(figure)
          .description(description)
          .serviceLevelObjectives(BUCKETS)
          .tag("name", name)
          .register(registry);
    }

    @Override
    public void added() {
      adds.increment();
    }

    @Override
    public void postponed() {
      retries.increment();
    }

    @Override
    public void taken(Duration waited) {
      waiting.record(waited);
    }

    @Override
    public void done(Duration worked) {
      working.record(worked);
    }
  }
}
