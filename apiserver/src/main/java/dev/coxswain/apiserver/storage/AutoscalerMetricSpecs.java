package dev.coxswain.apiserver.storage;

import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.api.autoscaling.v1.CrossVersionObjectReference;
import dev.coxswain.api.autoscaling.v1.MetricSpec;
import dev.coxswain.api.autoscaling.v2.MetricIdentifier;
import dev.coxswain.api.autoscaling.v2.MetricTarget;
import dev.coxswain.api.meta.v1.LabelSelector;

/// Wanted values of metrics in the two forms that they have: v1's, which lives in an annotation
/// only, names each kind of target for itself.
final class AutoscalerMetricSpecs {
  private static final Quantity ZERO = Quantity.newBuilder().setString("0").build();

  private AutoscalerMetricSpecs() {}

  static MetricSpec toV1(dev.coxswain.api.autoscaling.v2.MetricSpec v2) {
    var v1 = MetricSpec.newBuilder().setType(v2.getType());
    if (v2.hasObject()) {
      var from = v2.getObject();
      var to = v1.getObjectBuilder().setTarget(toV1(from.getDescribedObject()));
      to.setMetricName(from.getMetric().getName());
      to.setTargetValue(from.getTarget().hasValue() ? from.getTarget().getValue() : ZERO);
      if (from.getMetric().hasSelector()) {
        to.setSelector(from.getMetric().getSelector());
      }
      if (from.getTarget().hasAverageValue()) {
        to.setAverageValue(from.getTarget().getAverageValue());
      }
    }
    if (v2.hasPods()) {
      var from = v2.getPods();
      var to = v1.getPodsBuilder().setMetricName(from.getMetric().getName());
      to.setTargetAverageValue(
          from.getTarget().hasAverageValue() ? from.getTarget().getAverageValue() : ZERO);
      if (from.getMetric().hasSelector()) {
        to.setSelector(from.getMetric().getSelector());
      }
    }
    if (v2.hasResource()) {
      var to = v1.getResourceBuilder().setName(v2.getResource().getName());
      var target = v2.getResource().getTarget();
      if (target.hasAverageUtilization()) {
        to.setTargetAverageUtilization(target.getAverageUtilization());
      }
      if (target.hasAverageValue()) {
        to.setTargetAverageValue(target.getAverageValue());
      }
    }
    if (v2.hasContainerResource()) {
      var from = v2.getContainerResource();
      var to = v1.getContainerResourceBuilder();
      to.setName(from.getName()).setContainer(from.getContainer());
      if (from.getTarget().hasAverageUtilization()) {
        to.setTargetAverageUtilization(from.getTarget().getAverageUtilization());
      }
      if (from.getTarget().hasAverageValue()) {
        to.setTargetAverageValue(from.getTarget().getAverageValue());
      }
    }
    if (v2.hasExternal()) {
      var from = v2.getExternal();
      var to = v1.getExternalBuilder().setMetricName(from.getMetric().getName());
      if (from.getMetric().hasSelector()) {
        to.setMetricSelector(from.getMetric().getSelector());
      }
      if (from.getTarget().hasValue()) {
        to.setTargetValue(from.getTarget().getValue());
      }
      if (from.getTarget().hasAverageValue()) {
        to.setTargetAverageValue(from.getTarget().getAverageValue());
      }
    }
    return v1.build();
  }

  static dev.coxswain.api.autoscaling.v2.MetricSpec toV2(MetricSpec v1) {
    var v2 = dev.coxswain.api.autoscaling.v2.MetricSpec.newBuilder().setType(v1.getType());
    if (v1.hasObject()) {
      var from = v1.getObject();
      var target = MetricTarget.newBuilder().setType("Value").setValue(from.getTargetValue());
      if (from.hasAverageValue()) {
        target.setType("AverageValue").setAverageValue(from.getAverageValue());
      }
      v2.getObjectBuilder()
          .setDescribedObject(toV2(from.getTarget()))
          .setTarget(target)
          .setMetric(named(from.getMetricName(), from.hasSelector(), from.getSelector()));
    }
    if (v1.hasPods()) {
      var from = v1.getPods();
      v2.getPodsBuilder()
          .setTarget(average(from.getTargetAverageValue()))
          .setMetric(named(from.getMetricName(), from.hasSelector(), from.getSelector()));
    }
    if (v1.hasResource()) {
      var from = v1.getResource();
      v2.getResourceBuilder()
          .setName(from.getName())
          .setTarget(
              from.hasTargetAverageUtilization()
                  ? utilization(from.getTargetAverageUtilization())
                  : average(from.getTargetAverageValue()));
    }
    if (v1.hasContainerResource()) {
      var from = v1.getContainerResource();
      v2.getContainerResourceBuilder()
          .setName(from.getName())
          .setContainer(from.getContainer())
          .setTarget(
              from.hasTargetAverageUtilization()
                  ? utilization(from.getTargetAverageUtilization())
                  : average(from.getTargetAverageValue()));
    }
    if (v1.hasExternal()) {
      var from = v1.getExternal();
      var target =
          from.hasTargetValue()
              ? MetricTarget.newBuilder().setType("Value").setValue(from.getTargetValue()).build()
              : average(from.getTargetAverageValue());
      v2.getExternalBuilder()
          .setTarget(target)
          .setMetric(
              named(from.getMetricName(), from.hasMetricSelector(), from.getMetricSelector()));
    }
    return v2.build();
  }

  static CrossVersionObjectReference toV1(
      dev.coxswain.api.autoscaling.v2.CrossVersionObjectReference ref) {
    return CrossVersionObjectReference.newBuilder()
        .setKind(ref.getKind())
        .setName(ref.getName())
        .setApiVersion(ref.getApiVersion())
        .build();
  }

  static dev.coxswain.api.autoscaling.v2.CrossVersionObjectReference toV2(
      CrossVersionObjectReference ref) {
    return dev.coxswain.api.autoscaling.v2.CrossVersionObjectReference.newBuilder()
        .setKind(ref.getKind())
        .setName(ref.getName())
        .setApiVersion(ref.getApiVersion())
        .build();
  }

  static MetricIdentifier named(String name, boolean selects, LabelSelector selector) {
    var metric = MetricIdentifier.newBuilder().setName(name);
    return selects ? metric.setSelector(selector).build() : metric.build();
  }

  private static MetricTarget average(Quantity value) {
    return MetricTarget.newBuilder().setType("AverageValue").setAverageValue(value).build();
  }

  private static MetricTarget utilization(int percent) {
    return MetricTarget.newBuilder().setType("Utilization").setAverageUtilization(percent).build();
  }
}
