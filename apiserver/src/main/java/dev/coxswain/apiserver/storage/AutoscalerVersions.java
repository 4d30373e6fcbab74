package dev.coxswain.apiserver.storage;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.api.autoscaling.v1.HorizontalPodAutoscaler;
import dev.coxswain.api.autoscaling.v2.HorizontalPodAutoscalerSpec;
import dev.coxswain.api.autoscaling.v2.HorizontalPodAutoscalerStatus;
import dev.coxswain.api.autoscaling.v2.MetricSpec;
import dev.coxswain.api.autoscaling.v2.MetricTarget;
import dev.coxswain.api.autoscaling.v2.ResourceMetricSource;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.meta.Metadata;
import java.nio.charset.StandardCharsets;

/// Autoscalers: stored as v2. What v1 has no field for travels in an annotation, so that a v1
/// client loses nothing.
final class AutoscalerVersions {
  private static final String REST = "autoscaling.alpha.kubernetes.io/v2";
  private static final String CPU = "cpu";

  private AutoscalerVersions() {}

  static dev.coxswain.api.autoscaling.v2.HorizontalPodAutoscaler toV2(HorizontalPodAutoscaler v1) {
    var v2 = dev.coxswain.api.autoscaling.v2.HorizontalPodAutoscaler.newBuilder();
    var rest = v1.getMetadata().getAnnotationsOrDefault(REST, "");
    if (!rest.isEmpty()) {
      JsonCodec.merge(JsonCodec.parse(rest.getBytes(StandardCharsets.UTF_8)), v2);
    }
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
    v2.setMetadata(v1.getMetadata().toBuilder().removeAnnotations(REST));
    return v2.build();
  }

  static HorizontalPodAutoscaler toV1(dev.coxswain.api.autoscaling.v2.HorizontalPodAutoscaler v2) {
    var v1 = HorizontalPodAutoscaler.newBuilder().setMetadata(v2.getMetadata());
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
    var others = HorizontalPodAutoscalerSpec.newBuilder();
    for (var metric : v2.getSpec().getMetricsList()) {
      if (isCpu(metric) && !spec.hasTargetCPUUtilizationPercentage()) {
        spec.setTargetCPUUtilizationPercentage(
            metric.getResource().getTarget().getAverageUtilization());
      } else {
        others.addMetrics(metric);
      }
    }
    if (v2.getSpec().hasBehavior()) {
      others.setBehavior(v2.getSpec().getBehavior());
    }
    status(v2.getStatus(), v1);
    return Metadata.edit(v1.build(), meta -> keep(meta, others.build(), v2.getStatus()));
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

  private static void keep(
      dev.coxswain.api.meta.v1.ObjectMeta.Builder meta,
      HorizontalPodAutoscalerSpec spec,
      HorizontalPodAutoscalerStatus status) {
    var rest = JsonNodeFactory.instance.objectNode();
    copy((ObjectNode) JsonCodec.toTree(spec), rest.putObject("spec"), "metrics", "behavior");
    copy(
        (ObjectNode) JsonCodec.toTree(status),
        rest.putObject("status"),
        "currentMetrics",
        "conditions");
    if (!rest.get("spec").isEmpty() || !rest.get("status").isEmpty()) {
      meta.putAnnotations(REST, new String(JsonCodec.toJson(rest), StandardCharsets.UTF_8));
    }
  }

  private static void copy(ObjectNode from, ObjectNode to, String... names) {
    for (var name : names) {
      if (from.hasNonNull(name) && !from.get(name).isEmpty()) {
        to.set(name, from.get(name));
      }
    }
  }

  private static boolean isCpu(MetricSpec metric) {
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
