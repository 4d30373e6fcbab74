package dev.coxswain.apiserver.storage;

import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.api.autoscaling.v1.MetricStatus;
import dev.coxswain.api.autoscaling.v2.MetricValueStatus;

/// Measured values of metrics in the two forms that they have.
final class AutoscalerMetricStatuses {
  private static final Quantity ZERO = Quantity.newBuilder().setString("0").build();

  private AutoscalerMetricStatuses() {}

  static MetricStatus toV1(dev.coxswain.api.autoscaling.v2.MetricStatus v2) {
    var v1 = MetricStatus.newBuilder().setType(v2.getType());
    if (v2.hasObject()) {
      var from = v2.getObject();
      var to = v1.getObjectBuilder().setMetricName(from.getMetric().getName());
      to.setTarget(AutoscalerMetricSpecs.toV1(from.getDescribedObject()));
      to.setCurrentValue(value(from.getCurrent()));
      if (from.getMetric().hasSelector()) {
        to.setSelector(from.getMetric().getSelector());
      }
      if (from.getCurrent().hasAverageValue()) {
        to.setAverageValue(from.getCurrent().getAverageValue());
      }
    }
    if (v2.hasPods()) {
      var from = v2.getPods();
      var to = v1.getPodsBuilder().setMetricName(from.getMetric().getName());
      to.setCurrentAverageValue(average(from.getCurrent()));
      if (from.getMetric().hasSelector()) {
        to.setSelector(from.getMetric().getSelector());
      }
    }
    if (v2.hasResource()) {
      var from = v2.getResource();
      var to = v1.getResourceBuilder().setName(from.getName());
      to.setCurrentAverageValue(average(from.getCurrent()));
      if (from.getCurrent().hasAverageUtilization()) {
        to.setCurrentAverageUtilization(from.getCurrent().getAverageUtilization());
      }
    }
    if (v2.hasContainerResource()) {
      var from = v2.getContainerResource();
      var to = v1.getContainerResourceBuilder();
      to.setName(from.getName()).setContainer(from.getContainer());
      to.setCurrentAverageValue(average(from.getCurrent()));
      if (from.getCurrent().hasAverageUtilization()) {
        to.setCurrentAverageUtilization(from.getCurrent().getAverageUtilization());
      }
    }
    if (v2.hasExternal()) {
      var from = v2.getExternal();
      var to = v1.getExternalBuilder().setMetricName(from.getMetric().getName());
      to.setCurrentValue(value(from.getCurrent()));
      if (from.getMetric().hasSelector()) {
        to.setMetricSelector(from.getMetric().getSelector());
      }
      if (from.getCurrent().hasAverageValue()) {
        to.setCurrentAverageValue(from.getCurrent().getAverageValue());
      }
    }
    return v1.build();
  }

  static dev.coxswain.api.autoscaling.v2.MetricStatus toV2(MetricStatus v1) {
    var v2 = dev.coxswain.api.autoscaling.v2.MetricStatus.newBuilder().setType(v1.getType());
    if (v1.hasObject()) {
      var from = v1.getObject();
      var to = v2.getObjectBuilder();
      to.setDescribedObject(AutoscalerMetricSpecs.toV2(from.getTarget()));
      to.setMetric(
          AutoscalerMetricSpecs.named(
              from.getMetricName(), from.hasSelector(), from.getSelector()));
      to.getCurrentBuilder().setValue(from.getCurrentValue());
      if (from.hasAverageValue()) {
        to.getCurrentBuilder().setAverageValue(from.getAverageValue());
      }
    }
    if (v1.hasPods()) {
      var from = v1.getPods();
      var to = v2.getPodsBuilder();
      to.setMetric(
          AutoscalerMetricSpecs.named(
              from.getMetricName(), from.hasSelector(), from.getSelector()));
      to.getCurrentBuilder().setAverageValue(from.getCurrentAverageValue());
    }
    if (v1.hasResource()) {
      var from = v1.getResource();
      var current = v2.getResourceBuilder().setName(from.getName()).getCurrentBuilder();
      current.setAverageValue(from.getCurrentAverageValue());
      if (from.hasCurrentAverageUtilization()) {
        current.setAverageUtilization(from.getCurrentAverageUtilization());
      }
    }
    if (v1.hasContainerResource()) {
      var from = v1.getContainerResource();
      var to = v2.getContainerResourceBuilder().setName(from.getName());
      to.setContainer(from.getContainer());
      to.getCurrentBuilder().setAverageValue(from.getCurrentAverageValue());
      if (from.hasCurrentAverageUtilization()) {
        to.getCurrentBuilder().setAverageUtilization(from.getCurrentAverageUtilization());
      }
    }
    if (v1.hasExternal()) {
      var from = v1.getExternal();
      var to = v2.getExternalBuilder();
      to.setMetric(
          AutoscalerMetricSpecs.named(
              from.getMetricName(), from.hasMetricSelector(), from.getMetricSelector()));
      to.getCurrentBuilder().setValue(from.getCurrentValue());
      if (from.hasCurrentAverageValue()) {
        to.getCurrentBuilder().setAverageValue(from.getCurrentAverageValue());
      }
    }
    return v2.build();
  }

  private static Quantity value(MetricValueStatus current) {
    return current.hasValue() ? current.getValue() : ZERO;
  }

  private static Quantity average(MetricValueStatus current) {
    return current.hasAverageValue() ? current.getAverageValue() : ZERO;
  }
}
