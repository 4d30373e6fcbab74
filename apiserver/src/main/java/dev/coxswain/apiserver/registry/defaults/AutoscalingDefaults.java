package dev.coxswain.apiserver.registry.defaults;

import dev.coxswain.api.autoscaling.v2.HPAScalingPolicy;
import dev.coxswain.api.autoscaling.v2.HPAScalingRules;
import dev.coxswain.api.autoscaling.v2.HorizontalPodAutoscalerSpec;
import dev.coxswain.api.autoscaling.v2.MetricSpec;
import dev.coxswain.api.autoscaling.v2.MetricTarget;
import dev.coxswain.api.autoscaling.v2.ResourceMetricSource;

/// Defaults of horizontal pod autoscalers.
final class AutoscalingDefaults {
  private AutoscalingDefaults() {}

  static void register(Defaulting.Builder rules) {
    rules
        .on(HorizontalPodAutoscalerSpec.newBuilder(), AutoscalingDefaults::spec)
        .on(
            dev.coxswain.api.autoscaling.v1.HorizontalPodAutoscalerSpec.newBuilder(),
            AutoscalingDefaults::specV1);
  }

  private static void specV1(
      dev.coxswain.api.autoscaling.v1.HorizontalPodAutoscalerSpec.Builder spec) {
    if (!spec.hasMinReplicas()) {
      spec.setMinReplicas(1);
    }
  }

  private static void spec(HorizontalPodAutoscalerSpec.Builder spec) {
    if (!spec.hasMinReplicas()) {
      spec.setMinReplicas(1);
    }
    if (spec.getMetricsCount() == 0) {
      spec.addMetrics(halfLoad());
    }
    if (spec.hasBehavior()) {
      scaleUp(spec.getBehaviorBuilder().getScaleUpBuilder());
      scaleDown(spec.getBehaviorBuilder().getScaleDownBuilder());
    }
  }

  private static MetricSpec halfLoad() {
    return MetricSpec.newBuilder()
        .setType("Resource")
        .setResource(
            ResourceMetricSource.newBuilder()
                .setName("cpu")
                .setTarget(
                    MetricTarget.newBuilder().setType("Utilization").setAverageUtilization(80)))
        .build();
  }

  private static void scaleUp(HPAScalingRules.Builder rules) {
    if (!rules.hasStabilizationWindowSeconds()) {
      rules.setStabilizationWindowSeconds(0);
    }
    if (!rules.hasSelectPolicy()) {
      rules.setSelectPolicy("Max");
    }
    if (rules.getPoliciesCount() == 0) {
      rules.addPolicies(policy("Pods", 4)).addPolicies(policy("Percent", 100));
    }
  }

  private static void scaleDown(HPAScalingRules.Builder rules) {
    if (!rules.hasSelectPolicy()) {
      rules.setSelectPolicy("Max");
    }
    if (rules.getPoliciesCount() == 0) {
      rules.addPolicies(policy("Percent", 100));
    }
  }

  private static HPAScalingPolicy policy(String type, int value) {
    return HPAScalingPolicy.newBuilder().setType(type).setValue(value).setPeriodSeconds(15).build();
  }
}
