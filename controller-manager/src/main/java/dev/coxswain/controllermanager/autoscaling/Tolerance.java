package dev.coxswain.controllermanager.autoscaling;

import dev.coxswain.api.autoscaling.v2.HPAScalingRules;
import dev.coxswain.api.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import dev.coxswain.apimachinery.quantity.Amount;

/// How far from its target a metric may be before anything changes. Pure.
///
/// @param up share by which it may be above
/// @param down share by which it may be below
record Tolerance(double up, double down) {
  /// Upstream's default for both.
  static final double STANDARD = 0.1;

  static Tolerance of(HorizontalPodAutoscalerBehavior behavior) {
    return new Tolerance(of(behavior.getScaleUp()), of(behavior.getScaleDown()));
  }

  private static double of(HPAScalingRules rules) {
    return rules.hasTolerance() ? Amount.of(rules.getTolerance()).exact().doubleValue() : STANDARD;
  }

  boolean covers(double ratio) {
    return ratio >= 1 - down && ratio <= 1 + up;
  }
}
