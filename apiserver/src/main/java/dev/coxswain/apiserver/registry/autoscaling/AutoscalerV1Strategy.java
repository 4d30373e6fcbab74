package dev.coxswain.apiserver.registry.autoscaling;

import dev.coxswain.api.autoscaling.v1.HorizontalPodAutoscaler;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.Table;
import dev.coxswain.apiserver.registry.print.Cells;
import dev.coxswain.apiserver.registry.validation.Problems;

/// Horizontal pod autoscalers of autoscaling/v1, which knows no metric but the processor.
public final class AutoscalerV1Strategy extends GenericStrategy<HorizontalPodAutoscaler> {
  private static final Table<HorizontalPodAutoscaler> TABLE =
      Table.of(HorizontalPodAutoscaler.class)
          .text(
              "Reference",
              "What is scaled.",
              a ->
                  a.getSpec().getScaleTargetRef().getKind()
                      + "/"
                      + a.getSpec().getScaleTargetRef().getName())
          .text("Targets", "Measured and wanted values.", AutoscalerV1Strategy::targets)
          .text(
              "MinPods",
              "How many pods there are at least.",
              a ->
                  a.getSpec().hasMinReplicas()
                      ? Integer.toString(a.getSpec().getMinReplicas())
                      : Cells.UNSET)
          .text(
              "MaxPods",
              "How many pods there are at most.",
              a -> (long) a.getSpec().getMaxReplicas())
          .text(
              "Replicas",
              "How many pods there are.",
              a -> (long) a.getStatus().getCurrentReplicas())
          .age()
          .build();

  public AutoscalerV1Strategy(ResourceType resource) {
    super(resource, TABLE);
  }

  @Override
  protected void check(
      HorizontalPodAutoscaler autoscaler, StrategyContext context, Problems problems) {
    var spec = autoscaler.getSpec();
    if (spec.hasMinReplicas() && spec.getMinReplicas() < 1) {
      problems.invalid(
          Problems.SPEC.child("minReplicas"),
          spec.getMinReplicas(),
          "must be greater than or equal to 1");
    }
    if (spec.getMaxReplicas() < 1) {
      problems.invalid(
          Problems.SPEC.child("maxReplicas"), spec.getMaxReplicas(), "must be greater than 0");
    }
    if (spec.hasMinReplicas() && spec.getMaxReplicas() < spec.getMinReplicas()) {
      problems.invalid(
          Problems.SPEC.child("maxReplicas"),
          spec.getMaxReplicas(),
          "must be greater than or equal to `minReplicas`");
    }
    AutoscalerStrategy.checkTarget(
        spec.getScaleTargetRef().getKind(),
        spec.getScaleTargetRef().getName(),
        spec.getScaleTargetRef().getApiVersion(),
        problems);
  }

  private static String targets(HorizontalPodAutoscaler autoscaler) {
    if (!autoscaler.getSpec().hasTargetCPUUtilizationPercentage()) {
      return Cells.NONE;
    }
    var status = autoscaler.getStatus();
    var measured =
        status.hasCurrentCPUUtilizationPercentage()
            ? status.getCurrentCPUUtilizationPercentage() + "%"
            : "<unknown>";
    return "cpu: %s/%d%%"
        .formatted(measured, autoscaler.getSpec().getTargetCPUUtilizationPercentage());
  }
}
