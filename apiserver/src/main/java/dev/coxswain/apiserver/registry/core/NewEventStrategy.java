package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.ObjectReference;
import dev.coxswain.api.events.v1.Event;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Messages;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.extensions.NewEventTable;
import dev.coxswain.apiserver.registry.validation.GoStruct;
import dev.coxswain.apiserver.registry.validation.Problems;
import dev.coxswain.apiserver.storage.Versions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Events of events.k8s.io: stored as those of the core group, checked more strictly.
public final class NewEventStrategy extends GenericStrategy<Event> {

  /// As the core group calls them, in the order in which they are looked at.
  private static final List<String> FIXED =
      List.of(
          "involvedObject",
          "reason",
          "message",
          "source",
          "firstTimestamp",
          "lastTimestamp",
          "count",
          "type",
          "eventTime",
          "action",
          "related",
          "reportingComponent",
          "reportingInstance");

  public NewEventStrategy(ResourceType resource) {
    super(resource, NewEventTable.TABLE);
  }

  @Override
  protected void check(Event event, StrategyContext context, Problems problems) {
    var core = core(event);
    EventValidation.check(core, "reportingController", problems);
    EventValidation.checkNew(core, problems);
  }

  /// Nothing but how often it happened changes.
  @Override
  protected void checkUpdate(
      Event updated, Event existing, StrategyContext context, Problems problems) {
    var now = core(updated);
    var before = core(existing);
    EventValidation.check(now, "reportingController", problems);
    if (!now.getSeries().equals(before.getSeries())) {
      EventValidation.checkSeries(now, problems);
    }
    for (var name : FIXED) {
      var field = now.getDescriptorForType().findFieldByName(name);
      if (!now.getField(field).equals(before.getField(field))) {
        var shown = now.getField(field);
        problems.invalid(
            FieldPath.of(name.equals("reportingComponent") ? "reportingController" : name),
            shown instanceof ObjectReference object ? shown(object) : shown,
            Messages.IMMUTABLE);
      }
    }
  }

  /// With the names that the fields have inside upstream's program.
  private static Object shown(ObjectReference object) {
    return GoStruct.of()
        .with("Kind", object.getKind())
        .with("Namespace", object.getNamespace())
        .with("Name", object.getName())
        .with("UID", object.getUid())
        .with("APIVersion", object.getApiVersion())
        .with("ResourceVersion", object.getResourceVersion())
        .with("FieldPath", object.getFieldPath())
        .tree();
  }

  @Override
  public boolean allowCreateOnUpdate() {
    return true;
  }

  @Override
  public Map<String, String> selectableFields(Event event) {
    var object = event.getRegarding();
    var fields = new LinkedHashMap<String, String>();
    fields.put("regarding.kind", object.getKind());
    fields.put("regarding.namespace", object.getNamespace());
    fields.put("regarding.name", object.getName());
    fields.put("regarding.uid", object.getUid());
    fields.put("regarding.apiVersion", object.getApiVersion());
    fields.put("regarding.resourceVersion", object.getResourceVersion());
    fields.put("regarding.fieldPath", object.getFieldPath());
    fields.put("reason", event.getReason());
    fields.put("reportingController", event.getReportingController());
    fields.put("type", event.getType());
    return fields;
  }

  private static dev.coxswain.api.core.v1.Event core(Event event) {
    return (dev.coxswain.api.core.v1.Event)
        Versions.convert(event, Scheme.kubernetes().kindOf(dev.coxswain.api.core.v1.Event.class));
  }
}
