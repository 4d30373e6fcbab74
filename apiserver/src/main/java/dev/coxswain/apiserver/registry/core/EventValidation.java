package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.Event;
import dev.coxswain.api.meta.v1.MicroTime;
import dev.coxswain.api.meta.v1.Time;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;

/// The rules for events of either version: hardly any for those as they used to be, all for those
/// that say when exactly something happened.
final class EventValidation {
  private static final int MAX_NAME = 128;
  private static final int MAX_MESSAGE = 1024;

  private EventValidation() {}

  /// @param controller what the version calls the field of who reports
  static void check(Event event, String controller, Problems problems) {
    var about = event.getInvolvedObject().getNamespace();
    var own = event.getMetadata().getNamespace();
    boolean exact = isExact(event);
    boolean fits =
        about.isEmpty()
            ? own.equals("default") || (exact && own.equals("kube-system"))
            : exact || about.equals(own);
    if (!fits) {
      problems.invalid(
          FieldPath.of("involvedObject", "namespace"), about, "does not match event.namespace");
    }
    if (exact) {
      checkReport(event, controller, problems);
    }
    problems.invalid(FieldPath.of("namespace"), own, Names.isDns1123Subdomain(own));
  }

  /// What holds for events of the newer version besides.
  static void checkNew(Event event, Problems problems) {
    checkSeries(event, problems);
    if (!isExact(event)) {
      problems.required(FieldPath.of("eventTime"));
    }
    if (!List.of("Normal", "Warning").contains(event.getType())) {
      problems.invalid(FieldPath.of("type"), "", "has invalid value: " + event.getType());
    }
    unset(!isZero(event.getFirstTimestamp()), "firstTimestamp", problems);
    unset(!isZero(event.getLastTimestamp()), "lastTimestamp", problems);
    unset(event.getCount() != 0, "count", problems);
    unset(
        !event.getSource().getComponent().isEmpty() || !event.getSource().getHost().isEmpty(),
        "source",
        problems);
  }

  static void checkSeries(Event event, Problems problems) {
    if (!event.hasSeries()) {
      return;
    }
    if (event.getSeries().getCount() < 2) {
      problems.invalid(FieldPath.of("series", "count"), "", "should be at least 2");
    }
    if (event.getSeries().getLastObservedTime().equals(MicroTime.getDefaultInstance())) {
      problems.required(FieldPath.of("series", "lastObservedTime"));
    }
  }

  private static void checkReport(Event event, String controller, Problems problems) {
    var who = event.getReportingComponent();
    if (who.isEmpty()) {
      problems.required(FieldPath.of(controller));
    }
    problems.invalid(FieldPath.of(controller), who, Names.isQualifiedName(who));
    checkText("reportingInstance", event.getReportingInstance(), problems);
    checkText("action", event.getAction(), problems);
    checkText("reason", event.getReason(), problems);
    if (event.getMessage().length() > MAX_MESSAGE) {
      tooLong("message", MAX_MESSAGE, problems);
    }
  }

  private static void checkText(String field, String text, Problems problems) {
    if (text.isEmpty()) {
      problems.required(FieldPath.of(field));
    }
    if (text.length() > MAX_NAME) {
      tooLong(field, MAX_NAME, problems);
    }
  }

  private static void tooLong(String field, int limit, Problems problems) {
    problems.invalid(FieldPath.of(field), "", "can have at most " + limit + " characters");
  }

  private static boolean isExact(Event event) {
    return !event.getEventTime().equals(MicroTime.getDefaultInstance());
  }

  private static boolean isZero(Time time) {
    return time.equals(Time.getDefaultInstance());
  }

  private static void unset(boolean set, String field, Problems problems) {
    if (set) {
      problems.invalid(FieldPath.of(field), "", "needs to be unset");
    }
  }
}
