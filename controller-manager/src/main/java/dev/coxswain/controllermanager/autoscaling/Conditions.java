package dev.coxswain.controllermanager.autoscaling;

import dev.coxswain.api.autoscaling.v2.HorizontalPodAutoscalerCondition;
import dev.coxswain.api.autoscaling.v2.HorizontalPodAutoscalerStatus;
import dev.coxswain.api.autoscaling.v2.MetricStatus;
import dev.coxswain.apimachinery.time.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The conditions of an autoscaler while they are being worked out: each keeps its place, and its
/// time as long as its status stays the same.
final class Conditions {
  static final String ABLE_TO_SCALE = "AbleToScale";
  static final String SCALING_ACTIVE = "ScalingActive";
  static final String SCALING_LIMITED = "ScalingLimited";

  private final List<HorizontalPodAutoscalerCondition> all;
  private final Instant now;

  Conditions(List<HorizontalPodAutoscalerCondition> before, Instant now) {
    this.all = new ArrayList<>(before);
    this.now = now;
  }

  void set(String type, boolean status, String reason, String message) {
    var changed =
        HorizontalPodAutoscalerCondition.newBuilder()
            .setType(type)
            .setStatus(status ? "True" : "False")
            .setReason(reason)
            .setMessage(message)
            .setLastTransitionTime(Times.of(now));
    for (int i = 0; i < all.size(); i++) {
      var before = all.get(i);
      if (before.getType().equals(type)) {
        if (before.getStatus().equals(changed.getStatus())) {
          changed.setLastTransitionTime(before.getLastTransitionTime());
        }
        all.set(i, changed.build());
        return;
      }
    }
    all.add(changed.build());
  }

  /// The status with these conditions, and what was measured.
  HorizontalPodAutoscalerStatus.Builder in(
      HorizontalPodAutoscalerStatus status, List<MetricStatus> measured) {
    return status.toBuilder()
        .clearCurrentMetrics()
        .addAllCurrentMetrics(measured)
        .clearConditions()
        .addAllConditions(all);
  }
}
