package dev.coxswain.client;

import dev.coxswain.api.core.v1.Event;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.status.ApiException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes events one after the other, in the order in which they happened.
final class EventLane {
  private static final Logger log = LoggerFactory.getLogger(EventLane.class);
  private static final int CAPACITY = 1000;
  private static final Duration LOOK = Duration.ofMinutes(1);

  private final ApiClient client;
  private final InstantSource clock;
  private final SimilarEvents similar = new SimilarEvents();
  private final EventBudget budget = new EventBudget();
  private final EventCorrelator counted = new EventCorrelator();
  private final SeriesCorrelator series = new SeriesCorrelator();
  private final BlockingQueue<Waiting> waiting = new ArrayBlockingQueue<>(CAPACITY);
  private Instant looked = Instant.EPOCH;

  /// An event that was not written yet.
  private sealed interface Waiting {
    record Counted(EventCorrelator.Occurrence occurrence) implements Waiting {}

    record OfSeries(SeriesCorrelator.Occurrence occurrence) implements Waiting {}
  }

  EventLane(ApiClient client, InstantSource clock) {
    this.client = client;
    this.clock = clock;
  }

  /// Has the event written.
  ///
  /// @return false if too many wait already
  boolean offer(EventCorrelator.Occurrence occurrence) {
    return waiting.offer(new Waiting.Counted(occurrence));
  }

  /// Like the other.
  boolean offer(SeriesCorrelator.Occurrence occurrence) {
    return waiting.offer(new Waiting.OfSeries(occurrence));
  }

  /// Writes until the thread is interrupted.
  void run() {
    try {
      while (true) {
        Optional.ofNullable(waiting.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS))
            .ifPresent(this::write);
        endSeries();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Writes what waits.
  void flush() {
    for (var next = waiting.poll(); next != null; next = waiting.poll()) {
      write(next);
    }
    endSeries();
  }

  private void write(Waiting next) {
    switch (next) {
      case Waiting.Counted(var occurrence) ->
          attempt(occurrence.reason(), occurrence.about().getName(), () -> write(occurrence));
      case Waiting.OfSeries(var occurrence) -> series.next(occurrence).ifPresent(this::write);
    }
  }

  private void endSeries() {
    var now = clock.instant();
    if (!now.isBefore(looked.plus(LOOK))) {
      looked = now;
      series.due(now).forEach(this::write);
    }
  }

  private void write(SeriesCorrelator.Step step) {
    var event = step.event();
    attempt(
        event.getReason(),
        event.getInvolvedObject().getName(),
        () -> {
          switch (step) {
            case SeriesCorrelator.Step.First _ -> client.create(event);
            case SeriesCorrelator.Step.Again again -> patchOrCreate(event, again.patch());
          }
        });
  }

  private void write(EventCorrelator.Occurrence happened) {
    var occurrence = similar.combine(happened);
    var step = counted.next(occurrence);
    if (!budget.take(occurrence)) {
      counted.written(occurrence, step.event()); // Whatever is written next counts this one too.
      return;
    }
    var event =
        switch (step) {
          case EventCorrelator.Step.First(var first) -> client.create(first);
          case EventCorrelator.Step.Again again -> countUp(occurrence, again);
        };
    counted.written(occurrence, event);
  }

  private Event countUp(EventCorrelator.Occurrence occurrence, EventCorrelator.Step.Again again) {
    try {
      var key = Metadata.key(again.event());
      client.patch(Event.class, key, PatchType.MERGE, again.patch(), "");
      return again.event();
    } catch (ApiException.NotFound e) {
      // Events expire on the server; this one begins anew.
      return client.create(EventCorrelator.first(occurrence));
    }
  }

  private void patchOrCreate(Event event, String patch) {
    try {
      client.patch(
          Event.class,
          Metadata.key(event),
          PatchType.MERGE,
          patch.getBytes(StandardCharsets.UTF_8),
          "");
    } catch (ApiException.NotFound e) {
      client.create(event);
    }
  }

  // An event is worth no retry: it is news for people.
  private static void attempt(String reason, String about, Runnable write) {
    try {
      write.run();
    } catch (ApiException.Forbidden e) {
      // In a namespace that is going away nobody reads the news.
      if (!isNamespaceTerminating(e)) {
        report(reason, about, e);
      }
    } catch (RuntimeException e) {
      report(reason, about, e);
    }
  }

  private static boolean isNamespaceTerminating(ApiException e) {
    return e.status().getDetails().getCausesList().stream()
        .anyMatch(cause -> cause.getReason().equals("NamespaceTerminating"));
  }

  private static void report(String reason, String about, RuntimeException e) {
    log.atWarn()
        .addKeyValue("reason", reason)
        .addKeyValue("object", about)
        .addKeyValue("err", e.getMessage())
        .log("cannot record an event");
  }
}
