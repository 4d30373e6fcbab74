package dev.coxswain.apiserver.storage;

import dev.coxswain.api.autoscaling.v1.HorizontalPodAutoscaler;
import dev.coxswain.api.autoscaling.v2.HorizontalPodAutoscalerStatus;
import dev.coxswain.api.autoscaling.v2.MetricSpec;
import dev.coxswain.api.autoscaling.v2.MetricTarget;
import dev.coxswain.api.autoscaling.v2.ResourceMetricSource;
import dev.coxswain.apimachinery.meta.Metadata;

/// Autoscalers: stored as v2. What v1 has no field for travels in annotations, so that a v1 client
/// loses nothing.
final class AutoscalerVersions {
  private static final String CPU = "cpu";

  private AutoscalerVersions() {}

  static dev.coxswain.api.autoscaling.v2.HorizontalPodAutoscaler toV2(HorizontalPodAutoscaler v1) {
    var v2 = dev.coxswain.api.autoscaling.v2.HorizontalPodAutoscaler.newBuilder();
    AutoscalerAnnotations.restore(v1.getMetadata(), v2);
    var ref = v1.getSpec().getScaleTargetRef();
    var spec = v2.getSpecBuilder();
    spec.getScaleTargetRefBuilder()
        .setKind(ref.getKind())
        .setName(ref.getName())
        .setApiVersion(ref.getApiVersion());
    spec.setMaxReplicas(v1.getSpec().getMaxReplicas());
    if (v1.getSpec().hasMinReplicas()) {
      spec.setMinReplicas(v1.getSpec().getMinReplicas());
    }
    if (v1.getSpec().hasTargetCPUUtilizationPercentage()) {
      spec.addMetrics(0, cpu(v1.getSpec().getTargetCPUUtilizationPercentage()));
    }
    var status = v2.getStatusBuilder();
    status.setCurrentReplicas(v1.getStatus().getCurrentReplicas());
    status.setDesiredReplicas(v1.getStatus().getDesiredReplicas());
    if (v1.getStatus().hasObservedGeneration()) {
      status.setObservedGeneration(v1.getStatus().getObservedGeneration());
    }
    if (v1.getStatus().hasLastScaleTime()) {
      status.setLastScaleTime(v1.getStatus().getLastScaleTime());
    }
    return v2.setMetadata(AutoscalerAnnotations.dropped(v1.getMetadata())).build();
  }

  static HorizontalPodAutoscaler toV1(dev.coxswain.api.autoscaling.v2.HorizontalPodAutoscaler v2) {
    var v1 = HorizontalPodAutoscaler.newBuilder();
    var ref = v2.getSpec().getScaleTargetRef();
    var spec = v1.getSpecBuilder();
    spec.getScaleTargetRefBuilder()
        .setKind(ref.getKind())
        .setName(ref.getName())
        .setApiVersion(ref.getApiVersion());
    spec.setMaxReplicas(v2.getSpec().getMaxReplicas());
    if (v2.getSpec().hasMinReplicas()) {
      spec.setMinReplicas(v2.getSpec().getMinReplicas());
    }
    v2.getSpec().getMetricsList().stream()
        .filter(AutoscalerVersions::isCpu)
        .findFirst()
        .ifPresent(metric ->
            spec.setTargetCPUUtilizationPercentage(
                metric.getResource().getTarget().getAverageUtilization()));
    status(v2.getStatus(), v1);
    v1.setMetadata(AutoscalerAnnotations.dropped(v2.getMetadata()));
    return Metadata.edit(v1.build(), meta -> AutoscalerAnnotations.keep(v2, meta));
  }

  private static void status(
      HorizontalPodAutoscalerStatus from, HorizontalPodAutoscaler.Builder to) {
    var status = to.getStatusBuilder();
    status.setCurrentReplicas(from.getCurrentReplicas());
    status.setDesiredReplicas(from.getDesiredReplicas());
    if (from.hasObservedGeneration()) {
      status.setObservedGeneration(from.getObservedGeneration());
    }
    if (from.hasLastScaleTime()) {
      status.setLastScaleTime(from.getLastScaleTime());
    }
    from.getCurrentMetricsList().stream()
        .filter(metric -> metric.getResource().getName().equals(CPU))
        .filter(metric -> metric.getResource().getCurrent().hasAverageUtilization())
        .findFirst()
        .ifPresent(metric ->
            status.setCurrentCPUUtilizationPercentage(
                metric.getResource().getCurrent().getAverageUtilization()));
  }

  /// Whether v1 has a field for the metric.
  static boolean isCpu(MetricSpec metric) {
    return metric.getType().equals("Resource")
        && metric.getResource().getName().equals(CPU)
        && metric.getResource().getTarget().hasAverageUtilization();
  }

  private static MetricSpec cpu(int percent) {
    var target = MetricTarget.newBuilder().setType("Utilization").setAverageUtilization(percent);
    return MetricSpec.newBuilder()
        .setType("Resource")
        .setResource(ResourceMetricSource.newBuilder().setName(CPU).setTarget(target))
        .build();
  }
}
