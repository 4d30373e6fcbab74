package dev.coxswain.controllermanager.framework;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodCondition;
import dev.coxswain.apimachinery.time.Times;
import java.time.Instant;

/// Says on a pod why it is going to be deleted. Pure.
public final class Disruption {
  private static final String TYPE = "DisruptionTarget";

  private Disruption() {}

  public static Pod mark(Pod pod, String reason, String message, Instant now) {
    var others =
        pod.getStatus().getConditionsList().stream()
            .filter(c -> !c.getType().equals(TYPE))
            .toList();
    var condition =
        PodCondition.newBuilder()
            .setType(TYPE)
            .setStatus("True")
            .setReason(reason)
            .setMessage(message)
            .setLastTransitionTime(Times.of(now));
    return pod.toBuilder()
        .setStatus(
            pod.getStatus().toBuilder()
                .clearConditions()
                .addAllConditions(others)
                .addConditions(condition))
        .build();
  }
}
