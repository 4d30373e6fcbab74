package dev.coxswain.apiserver.storage;

import dev.coxswain.api.core.v1.EventSeries;
import dev.coxswain.api.events.v1.Event;

/// Events: stored as core/v1, served also as events.k8s.io/v1, which calls some fields by other
/// names.
final class EventVersions {
  private EventVersions() {}

  static dev.coxswain.api.core.v1.Event toCore(Event event) {
    var core =
        dev.coxswain.api.core.v1.Event.newBuilder()
            .setMetadata(event.getMetadata())
            .setInvolvedObject(event.getRegarding())
            .setReason(event.getReason())
            .setMessage(event.getNote())
            .setSource(event.getDeprecatedSource())
            .setFirstTimestamp(event.getDeprecatedFirstTimestamp())
            .setLastTimestamp(event.getDeprecatedLastTimestamp())
            .setCount(event.getDeprecatedCount())
            .setType(event.getType())
            .setEventTime(event.getEventTime())
            .setAction(event.getAction())
            .setReportingComponent(event.getReportingController())
            .setReportingInstance(event.getReportingInstance());
    if (event.hasSeries()) {
      core.setSeries(
          EventSeries.newBuilder()
              .setCount(event.getSeries().getCount())
              .setLastObservedTime(event.getSeries().getLastObservedTime()));
    }
    if (event.hasRelated()) {
      core.setRelated(event.getRelated());
    }
    return core.build();
  }

  static Event fromCore(dev.coxswain.api.core.v1.Event core) {
    var event =
        Event.newBuilder()
            .setMetadata(core.getMetadata())
            .setRegarding(core.getInvolvedObject())
            .setReason(core.getReason())
            .setNote(core.getMessage())
            .setDeprecatedSource(core.getSource())
            .setDeprecatedFirstTimestamp(core.getFirstTimestamp())
            .setDeprecatedLastTimestamp(core.getLastTimestamp())
            .setDeprecatedCount(core.getCount())
            .setType(core.getType())
            .setEventTime(core.getEventTime())
            .setAction(core.getAction())
            .setReportingController(core.getReportingComponent())
            .setReportingInstance(core.getReportingInstance());
    if (core.hasSeries()) {
      event.setSeries(
          dev.coxswain.api.events.v1.EventSeries.newBuilder()
              .setCount(core.getSeries().getCount())
              .setLastObservedTime(core.getSeries().getLastObservedTime()));
    }
    if (core.hasRelated()) {
      event.setRelated(core.getRelated());
    }
    return event.build();
  }
}
