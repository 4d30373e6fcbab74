package dev.coxswain.apiserver.registry.autoscaling;

import dev.coxswain.api.autoscaling.v2.HPAScalingPolicy;
import dev.coxswain.api.autoscaling.v2.HPAScalingRules;
import dev.coxswain.api.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;

/// The rules for how fast an autoscaler may go.
final class BehaviorValidation {
  private static final List<String> CHOICES = List.of("Disabled", "Max", "Min");
  private static final List<String> POLICIES = List.of("Percent", "Pods");
  private static final int MAX_WINDOW = 3600;
  private static final int MAX_PERIOD = 1800;

  private BehaviorValidation() {}

  static void check(HorizontalPodAutoscalerBehavior behavior, FieldPath path, Problems problems) {
    if (behavior.hasScaleUp()) {
      checkRules(behavior.getScaleUp(), path.child("scaleUp"), problems);
    }
    if (behavior.hasScaleDown()) {
      checkRules(behavior.getScaleDown(), path.child("scaleDown"), problems);
    }
  }

  private static void checkRules(HPAScalingRules rules, FieldPath path, Problems problems) {
    int window = rules.getStabilizationWindowSeconds();
    var at = path.child("stabilizationWindowSeconds");
    if (window < 0) {
      problems.invalid(at, window, "must be greater than or equal to zero");
    }
    if (window > MAX_WINDOW) {
      problems.invalid(at, window, "must be less than or equal to " + MAX_WINDOW);
    }
    if (rules.hasSelectPolicy()) {
      problems.oneOf(path.child("selectPolicy"), rules.getSelectPolicy(), CHOICES);
    }
    var policies = path.child("policies");
    if (rules.getPoliciesCount() == 0) {
      problems.required(policies, "must specify at least one Policy");
    }
    for (int i = 0; i < rules.getPoliciesCount(); i++) {
      checkPolicy(rules.getPolicies(i), policies.index(i), problems);
    }
    if (rules.hasTolerance() && Amount.of(rules.getTolerance()).signum() < 0) {
      problems.invalid(
          path.child("tolerance"),
          Amount.of(rules.getTolerance()).toString(),
          "must be greater or equal to zero");
    }
  }

  private static void checkPolicy(HPAScalingPolicy policy, FieldPath path, Problems problems) {
    problems.oneOf(path.child("type"), policy.getType(), POLICIES);
    if (policy.getValue() <= 0) {
      problems.invalid(path.child("value"), policy.getValue(), "must be greater than zero");
    }
    int period = policy.getPeriodSeconds();
    if (period <= 0) {
      problems.invalid(path.child("periodSeconds"), period, "must be greater than zero");
    }
    if (period > MAX_PERIOD) {
      problems.invalid(
          path.child("periodSeconds"), period, "must be less than or equal to " + MAX_PERIOD);
    }
  }
}
