package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.Event;
import dev.coxswain.api.meta.v1.MicroTime;
import dev.coxswain.api.meta.v1.Time;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.apiserver.registry.Columns;
import dev.coxswain.apiserver.registry.Table;
import dev.coxswain.apiserver.registry.print.Ages;
import java.time.Instant;
import java.util.Locale;

/// The table of events; what the newer events API knows by other names comes converted.
public final class EventTable {
  public static final Table<Event> TABLE =
      Table.<Event>empty()
          .column(Columns.text("Last Seen", "When it happened last."), EventTable::lastSeen)
          .text("Type", "Normal, or Warning.", Event::getType)
          .text("Reason", "Why it happened, for machines.", Event::getReason)
          .text("Object", "What it happened to.", EventTable::object)
          .wide("Subobject", "Which part of it.", e -> e.getInvolvedObject().getFieldPath())
          .wide("Source", "Who noticed.", EventTable::source)
          .text("Message", "What happened, for people.", e -> e.getMessage().strip())
          .column(
              Columns.text("First Seen", "When it happened first.").wide(), EventTable::firstSeen)
          .wide("Count", "How often it happened.", EventTable::count)
          .column(Columns.name().wide(), e -> e.getMetadata().getName())
          .build();

  private EventTable() {}

  private static String firstSeen(Event event, Instant now) {
    return isSet(event.getFirstTimestamp())
        ? Ages.since(event.getFirstTimestamp(), now)
        : micro(event.getEventTime(), now);
  }

  private static String lastSeen(Event event, Instant now) {
    if (event.hasSeries()) {
      return micro(event.getSeries().getLastObservedTime(), now);
    }
    return isSet(event.getLastTimestamp())
        ? Ages.since(event.getLastTimestamp(), now)
        : firstSeen(event, now);
  }

  private static Long count(Event event) {
    int count = event.hasSeries() ? event.getSeries().getCount() : Math.max(event.getCount(), 1);
    return (long) count;
  }

  private static String object(Event event) {
    var object = event.getInvolvedObject();
    var kind = object.getKind().toLowerCase(Locale.ROOT);
    return object.getName().isEmpty() ? kind : kind + "/" + object.getName();
  }

  private static String source(Event event) {
    var component =
        event.getSource().getComponent().isEmpty()
            ? event.getReportingComponent()
            : event.getSource().getComponent();
    var host =
        event.getSource().getHost().isEmpty()
            ? event.getReportingInstance()
            : event.getSource().getHost();
    return host.isEmpty() ? component : component + ", " + host;
  }

  private static boolean isSet(Time time) {
    return time.getSeconds() != 0;
  }

  private static String micro(MicroTime time, Instant now) {
    return time.getSeconds() == 0 ? Ages.UNKNOWN : Ages.since(Times.toInstant(time), now);
  }
}
