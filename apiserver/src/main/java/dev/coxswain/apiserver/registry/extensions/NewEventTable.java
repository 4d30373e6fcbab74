package dev.coxswain.apiserver.registry.extensions;

import dev.coxswain.api.events.v1.Event;
import dev.coxswain.api.meta.v1.MicroTime;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.apiserver.registry.Columns;
import dev.coxswain.apiserver.registry.Table;
import dev.coxswain.apiserver.registry.print.Ages;
import java.time.Instant;
import java.util.Locale;

/// The table of events as events.k8s.io knows them: the same columns as in the core group.
public final class NewEventTable {
  public static final Table<Event> TABLE =
      Table.<Event>empty()
          .column(Columns.text("Last Seen", "When it happened last."), NewEventTable::lastSeen)
          .text("Type", "Normal, or Warning.", Event::getType)
          .text("Reason", "Why it happened, for machines.", Event::getReason)
          .text("Object", "What it happened to.", NewEventTable::object)
          .wide("Subobject", "Which part of it.", e -> e.getRegarding().getFieldPath())
          .wide("Source", "Who noticed.", NewEventTable::source)
          .text("Message", "What happened, for people.", e -> e.getNote().strip())
          .column(
              Columns.text("First Seen", "When it happened first.").wide(),
              NewEventTable::firstSeen)
          .wide("Count", "How often it happened.", NewEventTable::count)
          .column(Columns.name().wide(), e -> e.getMetadata().getName())
          .build();

  private NewEventTable() {}

  private static String firstSeen(Event event, Instant now) {
    return event.getDeprecatedFirstTimestamp().getSeconds() != 0
        ? Ages.since(event.getDeprecatedFirstTimestamp(), now)
        : micro(event.getEventTime(), now);
  }

  private static String lastSeen(Event event, Instant now) {
    if (event.hasSeries()) {
      return micro(event.getSeries().getLastObservedTime(), now);
    }
    return event.getDeprecatedLastTimestamp().getSeconds() != 0
        ? Ages.since(event.getDeprecatedLastTimestamp(), now)
        : firstSeen(event, now);
  }

  private static Long count(Event event) {
    int count =
        event.hasSeries() ? event.getSeries().getCount() : Math.max(event.getDeprecatedCount(), 1);
    return (long) count;
  }

  private static String object(Event event) {
    var kind = event.getRegarding().getKind().toLowerCase(Locale.ROOT);
    var name = event.getRegarding().getName();
    return name.isEmpty() ? kind : kind + "/" + name;
  }

  private static String source(Event event) {
    var old = event.getDeprecatedSource();
    var component =
        old.getComponent().isEmpty() ? event.getReportingController() : old.getComponent();
    var host = old.getHost().isEmpty() ? event.getReportingInstance() : old.getHost();
    return host.isEmpty() ? component : component + ", " + host;
  }

  private static String micro(MicroTime time, Instant now) {
    return time.getSeconds() == 0 ? Ages.UNKNOWN : Ages.since(Times.toInstant(time), now);
  }
}
