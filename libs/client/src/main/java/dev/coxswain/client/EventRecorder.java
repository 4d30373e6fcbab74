package dev.coxswain.client;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.Event;
import dev.coxswain.api.core.v1.EventSource;
import dev.coxswain.api.core.v1.ObjectReference;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.status.ApiException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells people, through Event objects, what happened to an object. An event that happens again is
/// counted up.
///
/// Recording never waits and never fails: events are written behind the caller's back, in order,
/// and dropped when too many wait. [#start] writes them on a virtual thread; [#flush] on the
/// caller's.
public final class EventRecorder implements AutoCloseable {
  public static final String NORMAL = "Normal";
  public static final String WARNING = "Warning";

  private static final Logger log = LoggerFactory.getLogger(EventRecorder.class);
  private static final int CAPACITY = 1000;

  private final ApiClient client;
  private final EventSource source;
  private final InstantSource clock;
  private final EventCorrelator correlator = new EventCorrelator();
  private final BlockingQueue<EventCorrelator.Occurrence> waiting =
      new ArrayBlockingQueue<>(CAPACITY);
  private Optional<Thread> writer = Optional.empty();

  /// A recorder for one component.
  ///
  /// @param component such as `kubelet`
  /// @param host the node, or empty
  public EventRecorder(ApiClient client, String component, String host, InstantSource clock) {
    this.client = client;
    this.source = EventSource.newBuilder().setComponent(component).setHost(host).build();
    this.clock = clock;
  }

  public synchronized void start() {
    if (writer.isEmpty()) {
      writer = Optional.of(Thread.ofVirtual().name("events").start(this::write));
    }
  }

  /// Records that something happened to the object.
  ///
  /// @param type [#NORMAL] or [#WARNING]
  /// @param reason CamelCase, for machines
  /// @param message for people
  public void event(Message object, String type, String reason, String message) {
    event(reference(object), type, reason, message);
  }

  /// Like the other, about a part of an object, say.
  public void event(ObjectReference about, String type, String reason, String message) {
    var occurrence =
        new EventCorrelator.Occurrence(about, source, type, reason, message, clock.instant());
    if (!waiting.offer(occurrence)) {
      log.atWarn()
          .addKeyValue("reason", reason)
          .addKeyValue("object", about.getName())
          .log("dropped an event");
    }
  }

  /// What an event refers to an object by.
  public static ObjectReference reference(Message object) {
    var kind = Scheme.kubernetes().kindOf(object);
    var metadata = Metadata.of(object);
    return ObjectReference.newBuilder()
        .setKind(kind.kind())
        .setApiVersion(kind.apiVersion())
        .setNamespace(metadata.getNamespace())
        .setName(metadata.getName())
        .setUid(metadata.getUid())
        .setResourceVersion(metadata.getResourceVersion())
        .build();
  }

  /// Writes what waits.
  public void flush() {
    for (var next = waiting.poll(); next != null; next = waiting.poll()) {
      write(next);
    }
  }

  @Override
  public synchronized void close() {
    writer.ifPresent(Thread::interrupt);
  }

  private void write() {
    try {
      while (true) {
        write(waiting.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(EventCorrelator.Occurrence occurrence) {
    try {
      switch (correlator.next(occurrence)) {
        case EventCorrelator.Step.First(var event) -> create(occurrence, event);
        case EventCorrelator.Step.Again again -> countUp(occurrence, again);
      }
    } catch (ApiException.Forbidden e) {
      // In a namespace that is going away nobody reads the news.
      if (!isNamespaceTerminating(e)) {
        report(occurrence, e);
      }
    } catch (RuntimeException e) {
      report(occurrence, e);
    }
  }

  private static boolean isNamespaceTerminating(ApiException e) {
    return e.status().getDetails().getCausesList().stream()
        .anyMatch(cause -> cause.getReason().equals("NamespaceTerminating"));
  }

  // An event is worth no retry: it is news for people.
  private static void report(EventCorrelator.Occurrence occurrence, RuntimeException e) {
    log.atWarn()
        .addKeyValue("reason", occurrence.reason())
        .addKeyValue("object", occurrence.about().getName())
        .addKeyValue("err", e.getMessage())
        .log("cannot record an event");
  }

  private void create(EventCorrelator.Occurrence occurrence, Event event) {
    client.create(event);
    correlator.written(occurrence, event);
  }

  private void countUp(EventCorrelator.Occurrence occurrence, EventCorrelator.Step.Again again) {
    try {
      var key = Metadata.key(again.event());
      client.patch(Event.class, key, PatchType.MERGE, again.patch(), "");
      correlator.written(occurrence, again.event());
    } catch (ApiException.NotFound e) {
      // Events expire on the server; this one begins anew.
      create(occurrence, EventCorrelator.first(occurrence));
    }
  }
}
