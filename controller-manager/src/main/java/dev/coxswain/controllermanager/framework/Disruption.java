package dev.coxswain.controllermanager.framework;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodCondition;
import dev.coxswain.apimachinery.time.Times;
import java.time.Instant;

/// Says on a pod why it is going to be deleted. Pure.
public final class Disruption {
  public static final String TYPE = "DisruptionTarget";

  private Disruption() {}

  public static Pod mark(Pod pod, String reason, String message, Instant now) {
    return with(pod, PodCondition.newBuilder().setStatus("True").setReason(reason), message, now);
  }

  /// The pod stays after all.
  public static Pod takeBack(Pod pod, Instant now) {
    return with(pod, PodCondition.newBuilder().setStatus("False"), "", now);
  }

  private static Pod with(Pod pod, PodCondition.Builder condition, String message, Instant now) {
    var others =
        pod.getStatus().getConditionsList().stream()
            .filter(c -> !c.getType().equals(TYPE))
            .toList();
    condition
        .setType(TYPE)
        .setObservedGeneration(pod.getMetadata().getGeneration())
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
