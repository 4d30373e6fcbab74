package dev.coxswain.scheduler.binding;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodCondition;
import dev.coxswain.apimachinery.time.Times;

/// Sets one condition of a pod by strategic merge; a new one stands behind those that the pod has.
final class ConditionPatch {
  private ConditionPatch() {}

  static ObjectNode of(Pod pod, PodCondition condition) {
    var root = JsonNodeFactory.instance.objectNode();
    var status = root.putObject("status");
    var order = status.putArray("$setElementOrder/conditions");
    boolean known = false;
    for (var old : pod.getStatus().getConditionsList()) {
      order.addObject().put("type", old.getType());
      known |= old.getType().equals(condition.getType());
    }
    if (!known) {
      order.addObject().put("type", condition.getType());
    }
    status.putArray("conditions").add(fields(condition));
    return root;
  }

  private static ObjectNode fields(PodCondition condition) {
    var fields = JsonNodeFactory.instance.objectNode();
    fields.put("type", condition.getType());
    fields.put("status", condition.getStatus());
    fields.put("reason", condition.getReason());
    fields.put("message", condition.getMessage());
    fields.put("observedGeneration", condition.getObservedGeneration());
    fields.putNull("lastProbeTime");
    fields.put(
        "lastTransitionTime", Times.rfc3339(Times.toInstant(condition.getLastTransitionTime())));
    return fields;
  }
}
