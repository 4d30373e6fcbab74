package dev.coxswain.apiserver.registry.autoscaling;

import dev.coxswain.api.autoscaling.v2.HorizontalPodAutoscaler;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.Table;
import dev.coxswain.apiserver.registry.print.Cells;
import dev.coxswain.apiserver.registry.validation.Problems;

/// Horizontal pod autoscalers of autoscaling/v2.
public final class AutoscalerStrategy extends GenericStrategy<HorizontalPodAutoscaler> {
  private static final Table<HorizontalPodAutoscaler> TABLE =
      Table.of(HorizontalPodAutoscaler.class)
          .text(
              "Reference",
              "What is scaled.",
              a ->
                  a.getSpec().getScaleTargetRef().getKind()
                      + "/"
                      + a.getSpec().getScaleTargetRef().getName())
          .text("Targets", "Measured and wanted values.", AutoscalerMetrics::cell)
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

  public AutoscalerStrategy(ResourceType resource) {
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
    checkTarget(
        spec.getScaleTargetRef().getKind(),
        spec.getScaleTargetRef().getName(),
        spec.getScaleTargetRef().getApiVersion(),
        problems);
  }

  static void checkTarget(String kind, String name, String apiVersion, Problems problems) {
    var path = Problems.SPEC.child("scaleTargetRef");
    if (kind.isEmpty()) {
      problems.required(path.child("kind"));
    } else {
      problems.invalid(path.child("kind"), kind, Names.isPathSegmentName(kind));
    }
    if (name.isEmpty()) {
      problems.required(path.child("name"));
    } else {
      problems.invalid(path.child("name"), name, Names.isPathSegmentName(name));
    }
    boolean hasGroup = apiVersion.contains("/") || (apiVersion.equals("v1") && isCore(kind));
    if (!hasGroup) {
      problems.invalid(path.child("apiVersion"), apiVersion, "apiVersion must specify API group");
    }
  }

  private static boolean isCore(String kind) {
    return kind.equals("ReplicationController");
  }
}
