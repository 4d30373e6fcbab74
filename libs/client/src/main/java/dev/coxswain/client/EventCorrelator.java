package dev.coxswain.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.coxswain.api.core.v1.Event;
import dev.coxswain.api.core.v1.EventSource;
import dev.coxswain.api.core.v1.ObjectReference;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.time.Times;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Recognises events that happened before, so that they are counted and not repeated. As many as
/// client-go remembers.
final class EventCorrelator {
  private static final int REMEMBERED = 4096;

  /// Something that happened.
  record Occurrence(
      ObjectReference about,
      EventSource source,
      String type,
      String reason,
      String message,
      Instant at) {

    // The resource version says when, not what; and what stands for many has the message of one.
    Occurrence identity() {
      var reference = about.toBuilder().clearResourceVersion().build();
      var text = message.startsWith(SimilarEvents.COMBINED) ? SimilarEvents.COMBINED : message;
      return new Occurrence(reference, source, type, reason, text, Instant.EPOCH);
    }

    Occurrence withMessage(String other) {
      return new Occurrence(about, source, type, reason, other, at);
    }
  }

  /// What to write.
  sealed interface Step {
    Event event();

    record First(Event event) implements Step {}

    /// Count the event up; `event` is what it becomes.
    record Again(Event event) implements Step {
      /// The difference, as a merge patch.
      byte[] patch() {
        var patch = JsonNodeFactory.instance.objectNode();
        patch.put("count", event.getCount());
        patch.put("lastTimestamp", Times.rfc3339(Times.toInstant(event.getLastTimestamp())));
        patch.put("message", event.getMessage());
        return JsonCodec.toJson(patch);
      }
    }
  }

  private final Map<Occurrence, Event> written =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Occurrence, Event> eldest) {
          return size() > REMEMBERED;
        }
      };

  Step next(Occurrence occurrence) {
    var before = written.get(occurrence.identity());
    if (before == null) {
      return new Step.First(first(occurrence));
    }
    return new Step.Again(
        before.toBuilder()
            .setCount(before.getCount() + 1)
            .setMessage(occurrence.message())
            .setLastTimestamp(Times.of(occurrence.at()))
            .build());
  }

  void written(Occurrence occurrence, Event event) {
    written.put(occurrence.identity(), event);
  }

  static Event first(Occurrence occurrence) {
    var about = occurrence.about();
    var at = occurrence.at();
    var namespace = about.getNamespace().isEmpty() ? "default" : about.getNamespace();
    return Event.newBuilder()
        .setMetadata(ObjectMeta.newBuilder().setNamespace(namespace).setName(name(about, at)))
        .setInvolvedObject(about)
        .setReason(occurrence.reason())
        .setMessage(occurrence.message())
        .setSource(occurrence.source())
        .setFirstTimestamp(Times.of(at))
        .setLastTimestamp(Times.of(at))
        .setCount(1)
        .setType(occurrence.type())
        .setReportingComponent(occurrence.source().getComponent())
        .setReportingInstance(occurrence.source().getHost())
        .build();
  }

  /// The name of an event: what it is about, and when it happened.
  static String name(ObjectReference about, Instant at) {
    long nanos = at.getEpochSecond() * 1_000_000_000L + at.getNano();
    return about.getName() + "." + Long.toHexString(nanos);
  }
}
