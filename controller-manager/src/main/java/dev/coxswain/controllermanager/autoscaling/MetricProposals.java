package dev.coxswain.controllermanager.autoscaling;

import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.api.autoscaling.v2.ContainerResourceMetricStatus;
import dev.coxswain.api.autoscaling.v2.ExternalMetricStatus;
import dev.coxswain.api.autoscaling.v2.MetricIdentifier;
import dev.coxswain.api.autoscaling.v2.MetricSpec;
import dev.coxswain.api.autoscaling.v2.MetricStatus;
import dev.coxswain.api.autoscaling.v2.MetricTarget;
import dev.coxswain.api.autoscaling.v2.MetricValueStatus;
import dev.coxswain.api.autoscaling.v2.ObjectMetricStatus;
import dev.coxswain.api.autoscaling.v2.PodsMetricStatus;
import dev.coxswain.api.autoscaling.v2.ResourceMetricStatus;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.apimachinery.selector.SelectorText;
import dev.coxswain.controllermanager.autoscaling.ReplicaCalculator.Proposal;
import dev.coxswain.controllermanager.framework.Pods;
import java.util.List;
import java.util.Map;

/// Asks for each metric of an autoscaler and reckons what it calls for.
final class MetricProposals {
  /// What one metric came to.
  sealed interface Result {
    /// @param metric what it is called in events
    record Proposed(int replicas, String metric, MetricStatus status) implements Result {}

    /// @param reason for condition and event, such as `FailedGetResourceMetric`
    /// @param cause what went wrong
    /// @param summary the same with the metric's name
    record Failed(String reason, String cause, String summary) implements Result {}
  }

  private final MetricsApi metrics;
  private final ReplicaCalculator calculator;
  private final String namespace;
  private final String selector;
  private final List<Pod> pods;
  private final int specReplicas;
  private final int statusReplicas;

  /// @param selector of the target's pods
  MetricProposals(
      MetricsApi metrics,
      ReplicaCalculator calculator,
      String namespace,
      String selector,
      List<Pod> pods,
      int specReplicas,
      int statusReplicas) {
    this.metrics = metrics;
    this.calculator = calculator;
    this.namespace = namespace;
    this.selector = selector;
    this.pods = List.copyOf(pods);
    this.specReplicas = specReplicas;
    this.statusReplicas = statusReplicas;
  }

  Result of(MetricSpec spec) {
    return switch (spec.getType()) {
      case "Resource" -> resource(spec);
      case "ContainerResource" -> containerResource(spec);
      case "Pods" -> pods(spec);
      case "Object" -> object(spec);
      case "External" -> external(spec);
      default ->
          new Result.Failed(
              "InvalidMetricSourceType",
              "unknown metric source type \"" + spec.getType() + "\"",
              "unknown metric source type \"" + spec.getType() + "\"");
    };
  }

  private interface Attempt {
    Result.Proposed run();
  }

  private static Result attempt(String reason, String summary, Attempt attempt) {
    try {
      return attempt.run();
    } catch (MetricsApi.Unavailable | ReplicaCalculator.Unknowable e) {
      return new Result.Failed(
          reason, e.getMessage(), "failed to get " + summary + " metric value: " + e.getMessage());
    }
  }

  private Result resource(MetricSpec spec) {
    var source = spec.getResource();
    return attempt(
        "FailedGetResourceMetric",
        source.getName() + " resource",
        () -> {
          var proposal = resource(source.getName(), "", source.getTarget());
          var status =
              ResourceMetricStatus.newBuilder()
                  .setName(source.getName())
                  .setCurrent(current(proposal, source.getTarget()));
          return new Result.Proposed(
              proposal.replicas(),
              source.getTarget().hasAverageValue()
                  ? source.getName() + " resource"
                  : source.getName() + " resource utilization (percentage of request)",
              status(spec).setResource(status).build());
        });
  }

  private Result containerResource(MetricSpec spec) {
    var source = spec.getContainerResource();
    return attempt(
        "FailedGetContainerResourceMetric",
        source.getName() + " container",
        () -> {
          var proposal = resource(source.getName(), source.getContainer(), source.getTarget());
          var status =
              ContainerResourceMetricStatus.newBuilder()
                  .setName(source.getName())
                  .setContainer(source.getContainer())
                  .setCurrent(current(proposal, source.getTarget()));
          return new Result.Proposed(
              proposal.replicas(),
              source.getTarget().hasAverageValue()
                  ? source.getName() + " container resource"
                  : source.getName() + " container resource utilization (percentage of request)",
              status(spec).setContainerResource(status).build());
        });
  }

  private Proposal resource(String name, String container, MetricTarget target) {
    boolean plain = target.hasAverageValue();
    if (!plain && !target.hasAverageUtilization()) {
      throw new ReplicaCalculator.Unknowable(
          "invalid resource metric source: neither an average utilization target nor an average"
              + " value (usage) target was set");
    }
    try {
      var samples = fetch(name, container);
      return plain
          ? calculator.byAverage(specReplicas, milli(target.getAverageValue()), name, pods, samples)
          : calculator.byUtilization(
              specReplicas, target.getAverageUtilization(), name, container, pods, samples);
    } catch (MetricsApi.Unavailable | ReplicaCalculator.Unknowable e) {
      throw new ReplicaCalculator.Unknowable(
          "failed to get %s %s: %s"
              .formatted(name, plain ? "usage" : "utilization", e.getMessage()));
    }
  }

  private Map<String, MetricsApi.Sample> fetch(String name, String container) {
    try {
      return metrics.resource(namespace, selector, name, container);
    } catch (MetricsApi.Unavailable e) {
      throw new MetricsApi.Unavailable(
          "unable to get metrics for resource %s: unable to fetch metrics from resource metrics"
                  .formatted(name)
              + " API: "
              + e.getMessage());
    }
  }

  private Result pods(MetricSpec spec) {
    var source = spec.getPods();
    var name = source.getMetric().getName();
    return attempt(
        "FailedGetPodsMetric",
        "pods",
        () -> {
          try {
            var samples = metrics.pods(namespace, selector, source.getMetric());
            var proposal =
                calculator.byAverage(
                    specReplicas, milli(source.getTarget().getAverageValue()), "", pods, samples);
            var status =
                PodsMetricStatus.newBuilder()
                    .setMetric(source.getMetric())
                    .setCurrent(average(proposal));
            return new Result.Proposed(
                proposal.replicas(), "pods metric " + name, status(spec).setPods(status).build());
          } catch (MetricsApi.Unavailable e) {
            throw new MetricsApi.Unavailable(
                "unable to get metric %s: unable to fetch metrics from custom metrics API: %s"
                    .formatted(name, e.getMessage()));
          }
        });
  }

  private Result object(MetricSpec spec) {
    var source = spec.getObject();
    var about = source.getDescribedObject();
    var name = source.getMetric().getName();
    return attempt(
        "FailedGetObjectMetric",
        "object",
        () -> {
          long value;
          try {
            value = metrics.object(namespace, about, source.getMetric());
          } catch (MetricsApi.Unavailable e) {
            throw new MetricsApi.Unavailable(
                "unable to get metric %s: %s on %s %s/unable to fetch metrics from custom metrics"
                        .formatted(name, about.getKind(), namespace, about.getName())
                    + " API: "
                    + e.getMessage());
          }
          var proposal = whole(source.getTarget(), value);
          var status =
              ObjectMetricStatus.newBuilder()
                  .setMetric(source.getMetric())
                  .setDescribedObject(about)
                  .setCurrent(whole(source.getTarget(), proposal));
          return new Result.Proposed(
              proposal.replicas(),
              about.getKind() + " metric " + name,
              status(spec).setObject(status).build());
        });
  }

  private Result external(MetricSpec spec) {
    var source = spec.getExternal();
    var metric = source.getMetric();
    return attempt(
        "FailedGetExternalMetric",
        metric.getName() + " external",
        () -> {
          long value;
          try {
            value = metrics.external(namespace, metric).stream().mapToLong(Long::longValue).sum();
          } catch (MetricsApi.Unavailable e) {
            throw new MetricsApi.Unavailable(
                "unable to get external metric %s/%s/%s: unable to fetch metrics from external"
                        .formatted(namespace, metric.getName(), selectorText(metric))
                    + " metrics API: "
                    + e.getMessage());
          }
          var proposal = whole(source.getTarget(), value);
          var status =
              ExternalMetricStatus.newBuilder()
                  .setMetric(metric)
                  .setCurrent(whole(source.getTarget(), proposal));
          return new Result.Proposed(
              proposal.replicas(),
              "external metric %s(%s)".formatted(metric.getName(), selectorText(metric)),
              status(spec).setExternal(status).build());
        });
  }

  private Proposal whole(MetricTarget target, long value) {
    if (target.hasAverageValue()) {
      return calculator.byShare(statusReplicas, milli(target.getAverageValue()), value);
    }
    int ready = (int) pods.stream().filter(Pods::isReady).count();
    return calculator.byValue(specReplicas, milli(target.getValue()), value, ready);
  }

  private static MetricValueStatus.Builder whole(MetricTarget target, Proposal proposal) {
    return target.hasAverageValue()
        ? average(proposal)
        : MetricValueStatus.newBuilder().setValue(quantity(proposal.average()));
  }

  private static MetricValueStatus.Builder current(Proposal proposal, MetricTarget target) {
    var current = average(proposal);
    return target.hasAverageValue()
        ? current
        : current.setAverageUtilization(proposal.utilization());
  }

  private static MetricValueStatus.Builder average(Proposal proposal) {
    return MetricValueStatus.newBuilder().setAverageValue(quantity(proposal.average()));
  }

  private static MetricStatus.Builder status(MetricSpec spec) {
    return MetricStatus.newBuilder().setType(spec.getType());
  }

  private static String selectorText(MetricIdentifier metric) {
    return metric.hasSelector() ? SelectorText.of(metric.getSelector()) : "nil";
  }

  private static long milli(Quantity quantity) {
    return Amount.of(quantity).milliValue();
  }

  private static Quantity quantity(long milli) {
    return Amount.ofMilli(milli).toProto();
  }
}
