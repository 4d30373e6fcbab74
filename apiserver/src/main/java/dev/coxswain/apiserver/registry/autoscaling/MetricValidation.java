package dev.coxswain.apiserver.registry.autoscaling;

import dev.coxswain.api.autoscaling.v2.ContainerResourceMetricSource;
import dev.coxswain.api.autoscaling.v2.ExternalMetricSource;
import dev.coxswain.api.autoscaling.v2.HorizontalPodAutoscalerSpec;
import dev.coxswain.api.autoscaling.v2.MetricIdentifier;
import dev.coxswain.api.autoscaling.v2.MetricSpec;
import dev.coxswain.api.autoscaling.v2.MetricTarget;
import dev.coxswain.api.autoscaling.v2.ObjectMetricSource;
import dev.coxswain.api.autoscaling.v2.PodsMetricSource;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The rules for the metrics that an autoscaler follows.
final class MetricValidation {
  private static final List<String> TYPES =
      List.of("ContainerResource", "External", "Object", "Pods", "Resource");
  private static final Map<String, String> FIELDS =
      Map.of(
          "Object", "object",
          "External", "external",
          "Pods", "pods",
          "Resource", "resource",
          "ContainerResource", "containerResource");

  private final Problems problems;

  MetricValidation(Problems problems) {
    this.problems = problems;
  }

  void check(HorizontalPodAutoscalerSpec spec, FieldPath path) {
    var metrics = spec.getMetricsList();
    for (int i = 0; i < metrics.size(); i++) {
      checkMetric(metrics.get(i), path.index(i));
    }
    boolean worksAtZero =
        metrics.stream().anyMatch(m -> List.of("Object", "External").contains(m.getType()));
    if (spec.hasMinReplicas() && spec.getMinReplicas() == 0 && !worksAtZero) {
      problems.forbidden(
          path,
          "must specify at least one Object or External metric to support scaling to zero"
              + " replicas");
    }
  }

  private void checkMetric(MetricSpec metric, FieldPath path) {
    var type = metric.getType();
    if (type.isEmpty()) {
      problems.required(path.child("type"), "must specify a metric source type");
    }
    if (!TYPES.contains(type)) {
      problems.notSupported(path.child("type"), type, TYPES);
    }
    var present = present(metric);
    if (!present.isEmpty()) {
      checkSource(metric, present.getFirst(), path.child(present.getFirst()));
    }
    var expected = FIELDS.getOrDefault(type, "");
    if (expected.isEmpty()) {
      problems.notSupported(path.child("type"), type, TYPES);
    } else if (!present.contains(expected)) {
      problems.required(
          path.child(expected), "must populate information for the given metric source");
    }
    if (present.size() != 1) {
      present.stream()
          .filter(field -> !field.equals(expected))
          .forEach(field ->
              problems.forbidden(path.child(field), "must populate the given metric source only"));
    }
  }

  private static List<String> present(MetricSpec metric) {
    return Stream.of("object", "external", "pods", "resource", "containerResource")
        .filter(name -> metric.hasField(MetricSpec.getDescriptor().findFieldByName(name)))
        .toList();
  }

  private void checkSource(MetricSpec metric, String field, FieldPath path) {
    switch (field) {
      case "object" -> checkObject(metric.getObject(), path);
      case "external" -> checkExternal(metric.getExternal(), path);
      case "pods" -> checkPods(metric.getPods(), path);
      case "resource" -> {
        requireName(metric.getResource().getName(), path);
        checkResource(metric.getResource().getTarget(), path.child("target"));
      }
      default -> checkContainer(metric.getContainerResource(), path);
    }
  }

  private void checkObject(ObjectMetricSource source, FieldPath path) {
    var object = source.getDescribedObject();
    ScaleTargetValidation.checkReference(
        object.getKind(), object.getName(), path.child("describedObject"), problems);
    ScaleTargetValidation.complaint(object.getApiVersion(), true)
        .ifPresent(c ->
            problems.invalid(
                path.child("describedObject", "apiVersion"), object.getApiVersion(), c));
    checkIdentifier(source.getMetric(), path.child("metric"));
    checkTarget(source.getTarget(), path.child("target"));
    if (!source.getTarget().hasValue() && !source.getTarget().hasAverageValue()) {
      problems.required(
          path.child("target", "averageValue"),
          "must set either a target raw value or a target average value");
    }
  }

  private void checkExternal(ExternalMetricSource source, FieldPath path) {
    var target = source.getTarget();
    checkIdentifier(source.getMetric(), path.child("metric"));
    checkTarget(target, path.child("target"));
    if (!target.hasValue() && !target.hasAverageValue()) {
      problems.required(
          path.child("target", "averageValue"),
          "must set either a target value for metric or a per-pod target");
    }
    if (target.hasValue() && target.hasAverageValue()) {
      problems.forbidden(
          path.child("target", "value"),
          "may not set both a target value for metric and a per-pod target");
    }
  }

  private void checkPods(PodsMetricSource source, FieldPath path) {
    var target = source.getTarget();
    checkIdentifier(source.getMetric(), path.child("metric"));
    checkTarget(target, path.child("target"));
    if (!target.hasAverageValue() || Amount.of(target.getAverageValue()).signum() != 1) {
      problems.required(
          path.child("target", "averageValue"), "must specify a positive target averageValue");
    }
  }

  private void checkContainer(ContainerResourceMetricSource source, FieldPath path) {
    requireName(source.getName(), path);
    if (source.getContainer().isEmpty()) {
      problems.required(path.child("container"), "must specify a container");
    }
    checkResource(source.getTarget(), path.child("target"));
  }

  private void requireName(String name, FieldPath path) {
    if (name.isEmpty()) {
      problems.required(path.child("name"), "must specify a resource name");
    }
  }

  private void checkResource(MetricTarget target, FieldPath path) {
    checkTarget(target, path);
    if (!target.hasAverageUtilization() && !target.hasAverageValue()) {
      problems.required(
          path.child("averageUtilization"),
          "must set either a target raw value or a target utilization");
    }
    if (target.hasAverageUtilization() && target.hasAverageValue()) {
      problems.forbidden(
          path.child("averageValue"),
          "may not set both a target raw value and a target utilization");
    }
  }

  private void checkTarget(MetricTarget target, FieldPath path) {
    if (target.getType().isEmpty()) {
      problems.required(path.child("type"), "must specify a metric target type");
    }
    if (!List.of("Utilization", "Value", "AverageValue").contains(target.getType())) {
      problems.invalid(
          path.child("type"),
          target.getType(),
          "must be either Utilization, Value, or AverageValue");
    }
    if (target.hasValue()) {
      checkPositive(Amount.of(target.getValue()), path.child("value"));
    }
    if (target.hasAverageValue()) {
      checkPositive(Amount.of(target.getAverageValue()), path.child("averageValue"));
    }
    if (target.hasAverageUtilization() && target.getAverageUtilization() < 1) {
      problems.invalid(
          path.child("averageUtilization"),
          target.getAverageUtilization(),
          "must be greater than 0");
    }
  }

  private void checkPositive(Amount amount, FieldPath path) {
    if (amount.signum() != 1) {
      problems.invalid(path, amount.toString(), "must be positive");
    }
  }

  private void checkIdentifier(MetricIdentifier metric, FieldPath path) {
    if (metric.getName().isEmpty()) {
      problems.required(path.child("name"), "must specify a metric name");
    } else {
      problems.invalid(
          path.child("name"), metric.getName(), Names.isPathSegmentName(metric.getName()));
    }
  }
}
