package dev.coxswain.apiserver.registry.autoscaling;

import dev.coxswain.api.autoscaling.v2.HorizontalPodAutoscaler;
import dev.coxswain.api.autoscaling.v2.MetricSpec;
import dev.coxswain.api.autoscaling.v2.MetricStatus;
import dev.coxswain.api.autoscaling.v2.MetricTarget;
import dev.coxswain.api.autoscaling.v2.MetricValueStatus;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.apiserver.registry.print.Cells;
import java.util.ArrayList;

/// Measured and wanted values of an autoscaler in one cell: `cpu: 12%/80%`.
final class AutoscalerMetrics {
  private static final int SHOWN = 2;
  private static final String UNKNOWN = "<unknown>";
  private static final String AUTO = "<auto>";

  private AutoscalerMetrics() {}

  static String cell(HorizontalPodAutoscaler autoscaler) {
    var specs = autoscaler.getSpec().getMetricsList();
    if (specs.isEmpty()) {
      return Cells.NONE;
    }
    var statuses = autoscaler.getStatus().getCurrentMetricsList();
    var all = new ArrayList<String>();
    for (int i = 0; i < specs.size(); i++) {
      var status = i < statuses.size() ? statuses.get(i) : MetricStatus.getDefaultInstance();
      all.add(metric(specs.get(i), status));
    }
    var shown = String.join(", ", all.stream().limit(SHOWN).toList());
    return all.size() > SHOWN ? "%s + %d more...".formatted(shown, all.size() - SHOWN) : shown;
  }

  private static String metric(MetricSpec spec, MetricStatus status) {
    return switch (spec.getType()) {
      case "External" -> valued(spec.getExternal().getTarget(), status.getExternal().getCurrent());
      case "Object" -> valued(spec.getObject().getTarget(), status.getObject().getCurrent());
      case "Pods" ->
          averageOf(status.getPods().getCurrent())
              + "/"
              + Amount.of(spec.getPods().getTarget().getAverageValue());
      case "Resource" ->
          spec.getResource().getName()
              + ": "
              + resource(spec.getResource().getTarget(), status.getResource().getCurrent());
      case "ContainerResource" ->
          spec.getContainerResource().getName()
              + ": "
              + resource(
                  spec.getContainerResource().getTarget(),
                  status.getContainerResource().getCurrent());
      default -> "<unknown type>";
    };
  }

  private static String valued(MetricTarget target, MetricValueStatus current) {
    if (target.hasAverageValue()) {
      return averageOf(current) + "/" + Amount.of(target.getAverageValue()) + " (avg)";
    }
    var measured = current.hasValue() ? Amount.of(current.getValue()).toString() : UNKNOWN;
    return measured + "/" + Amount.of(target.getValue());
  }

  private static String resource(MetricTarget target, MetricValueStatus current) {
    if (target.hasAverageValue()) {
      return averageOf(current) + "/" + Amount.of(target.getAverageValue());
    }
    var measured =
        current.hasAverageUtilization() ? current.getAverageUtilization() + "%" : UNKNOWN;
    var wanted = target.hasAverageUtilization() ? target.getAverageUtilization() + "%" : AUTO;
    return measured + "/" + wanted;
  }

  private static String averageOf(MetricValueStatus current) {
    return current.hasAverageValue() ? Amount.of(current.getAverageValue()).toString() : UNKNOWN;
  }
}
