package dev.coxswain.client;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.EventSource;
import dev.coxswain.api.core.v1.ObjectReference;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.scheme.Scheme;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells people, through Event objects, what happened to an object. An event that happens again is
/// counted up.
///
/// Recording never waits and never fails: events are written behind the caller's back, those about
/// one object in order, and dropped when too many wait. [#start] writes them on virtual threads;
/// [#flush] on the caller's.
public final class EventRecorder implements AutoCloseable {
  public static final String NORMAL = "Normal";
  public static final String WARNING = "Warning";

  private static final Logger log = LoggerFactory.getLogger(EventRecorder.class);
  private static final int LANES = 8;

  private final EventSource source;
  private final InstantSource clock;
  private final List<EventLane> lanes;
  private final List<Thread> writers = new ArrayList<>();

  /// What somebody did about an object, or tried to: an event of the newer format, as
  /// `events.k8s.io` has it.
  ///
  /// @param controller who says so
  /// @param type [#NORMAL] or [#WARNING]
  /// @param reason CamelCase, for machines
  /// @param action what was done, CamelCase too
  /// @param note for people
  /// @param related another object that has to do with it
  public record Deed(
      String controller,
      String type,
      String reason,
      String action,
      String note,
      Optional<ObjectReference> related) {}

  /// A recorder for one component.
  ///
  /// @param component such as `kubelet`
  /// @param host the node, or empty
  public EventRecorder(ApiClient client, String component, String host, InstantSource clock) {
    this.source = EventSource.newBuilder().setComponent(component).setHost(host).build();
    this.clock = clock;
    this.lanes = Stream.generate(() -> new EventLane(client, clock)).limit(LANES).toList();
  }

  public synchronized void start() {
    if (writers.isEmpty()) {
      lanes.forEach(lane -> writers.add(Thread.ofVirtual().name("events").start(lane::run)));
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
    if (!lane(about).offer(occurrence)) {
      dropped(about, reason);
    }
  }

  /// Records what somebody did about the object.
  public void deed(Message object, Deed deed) {
    var about = reference(object);
    var instance =
        source.getHost().isEmpty() ? deed.controller() : deed.controller() + "-" + source.getHost();
    if (!lane(about)
        .offer(new SeriesCorrelator.Occurrence(about, deed, instance, clock.instant()))) {
      dropped(about, deed.reason());
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
    lanes.forEach(EventLane::flush);
  }

  @Override
  public synchronized void close() {
    writers.forEach(Thread::interrupt);
  }

  private EventLane lane(ObjectReference about) {
    return lanes.get(Math.floorMod(about.getUid().hashCode(), LANES));
  }

  private static void dropped(ObjectReference about, String reason) {
    log.atWarn()
        .addKeyValue("reason", reason)
        .addKeyValue("object", about.getName())
        .log("dropped an event");
  }
}
