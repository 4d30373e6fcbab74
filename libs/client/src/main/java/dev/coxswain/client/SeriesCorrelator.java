package dev.coxswain.client;

import dev.coxswain.api.core.v1.Event;
import dev.coxswain.api.core.v1.EventSeries;
import dev.coxswain.api.core.v1.ObjectReference;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.time.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Recognises events of the newer format that go on: a second one of a kind about the same state of
/// an object begins a series, of which only the number is written, and that seldom. When a series
/// counts as over, and how often it is written, is client-go's choice.
final class SeriesCorrelator {
  private static final int REMEMBERED = 4096;
  private static final Duration OVER = Duration.ofMinutes(6);
  private static final Duration REFRESHED = Duration.ofMinutes(30);

  /// Something that was done, or tried.
  record Occurrence(ObjectReference about, EventRecorder.Deed deed, String instance, Instant at) {
    /// What the note says makes no other event.
    private Kind kind() {
      return new Kind(
          about, deed.controller(), deed.type(), deed.reason(), deed.action(), deed.related());
    }
  }

  /// What to write.
  sealed interface Step {
    /// The event as a whole, also for when it is not on the server any more.
    Event event();

    record First(Event event) implements Step {}

    record Again(Event event) implements Step {
      /// The series, as a merge patch.
      String patch() {
        return "{\"series\":{\"count\":%d,\"lastObservedTime\":\"%s\"}}"
            .formatted(event.getSeries().getCount(), Times.rfc3339Micro(lastSeen(event)));
      }
    }
  }

  private record Kind(
      ObjectReference about,
      String controller,
      String type,
      String reason,
      String action,
      Optional<ObjectReference> related) {}

  private record Ongoing(Event event, Instant written) {}

  private final Map<Kind, Ongoing> ongoing =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Kind, Ongoing> eldest) {
          return size() > REMEMBERED;
        }
      };

  /// What to write now; nothing while a series goes on.
  Optional<Step> next(Occurrence occurrence) {
    var kind = occurrence.kind();
    var before = ongoing.get(kind);
    if (before == null) {
      var first = first(occurrence);
      ongoing.put(kind, new Ongoing(first, occurrence.at()));
      return Optional.of(new Step.First(first));
    }
    boolean begins = !before.event().hasSeries();
    int count = begins ? 2 : before.event().getSeries().getCount() + 1;
    var series =
        EventSeries.newBuilder().setCount(count).setLastObservedTime(Times.micro(occurrence.at()));
    var again = before.event().toBuilder().setSeries(series).build();
    ongoing.put(kind, new Ongoing(again, begins ? occurrence.at() : before.written()));
    return begins ? Optional.of(new Step.Again(again)) : Optional.empty();
  }

  /// The series that are over by now, or were not written for long.
  List<Step> due(Instant now) {
    var due = new ArrayList<Step>();
    var refreshed = new LinkedHashMap<Kind, Ongoing>();
    ongoing
        .entrySet()
        .removeIf(entry -> {
          var event = entry.getValue().event();
          boolean over = lastSeen(event).plus(OVER).isBefore(now);
          boolean stale = !over && entry.getValue().written().plus(REFRESHED).isBefore(now);
          if (event.hasSeries() && (over || stale)) {
            due.add(new Step.Again(event));
          }
          if (stale) {
            refreshed.put(entry.getKey(), new Ongoing(event, now));
          }
          return over;
        });
    ongoing.putAll(refreshed);
    return due;
  }

  private static Instant lastSeen(Event event) {
    return Times.toInstant(
        event.hasSeries() ? event.getSeries().getLastObservedTime() : event.getEventTime());
  }

  private static Event first(Occurrence occurrence) {
    var about = occurrence.about();
    var deed = occurrence.deed();
    var event =
        Event.newBuilder()
            .setMetadata(
                ObjectMeta.newBuilder()
                    .setNamespace(about.getNamespace().isEmpty() ? "default" : about.getNamespace())
                    .setName(EventCorrelator.name(about, occurrence.at())))
            .setInvolvedObject(about)
            .setReason(deed.reason())
            .setMessage(deed.note())
            .setEventTime(Times.micro(occurrence.at()))
            .setType(deed.type())
            .setAction(deed.action())
            .setReportingComponent(deed.controller())
            .setReportingInstance(occurrence.instance());
    deed.related().ifPresent(event::setRelated);
    return event.build();
  }
}
