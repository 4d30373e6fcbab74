package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.Event;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.validation.NameRule;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.LinkedHashMap;
import java.util.Map;

/// Events: hardly checked, for whoever reports trouble should not be in trouble.
public final class EventStrategy extends GenericStrategy<Event> {

  public EventStrategy(ResourceType resource) {
    super(resource, EventTable.TABLE);
  }

  @Override
  protected NameRule nameRule() {
    return NameRule.ANY;
  }

  @Override
  protected void check(Event event, StrategyContext context, Problems problems) {
    EventValidation.check(event, "reportingComponent", problems);
  }

  @Override
  public boolean allowCreateOnUpdate() {
    return true;
  }

  @Override
  public Map<String, String> selectableFields(Event event) {
    var object = event.getInvolvedObject();
    var component = event.getSource().getComponent();
    var fields = new LinkedHashMap<String, String>();
    fields.put("involvedObject.kind", object.getKind());
    fields.put("involvedObject.namespace", object.getNamespace());
    fields.put("involvedObject.name", object.getName());
    fields.put("involvedObject.uid", object.getUid());
    fields.put("involvedObject.apiVersion", object.getApiVersion());
    fields.put("involvedObject.resourceVersion", object.getResourceVersion());
    fields.put("involvedObject.fieldPath", object.getFieldPath());
    fields.put("reason", event.getReason());
    fields.put("reportingComponent", event.getReportingComponent());
    fields.put("source", component.isEmpty() ? event.getReportingComponent() : component);
    fields.put("type", event.getType());
    return fields;
  }
}
