package dev.coxswain.controllermanager.autoscaling;

import dev.coxswain.api.autoscaling.v2.CrossVersionObjectReference;
import dev.coxswain.api.autoscaling.v2.MetricIdentifier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What the metrics APIs (`metrics.k8s.io`, `custom.metrics.k8s.io`, `external.metrics.k8s.io`)
/// say. All values are in thousandths.
public interface MetricsApi {
  /// One pod's value.
  ///
  /// @param milli in thousandths
  /// @param at when it was measured
  /// @param window over which time
  record Sample(long milli, Instant at, Duration window) {}

  /// Nobody serves these metrics, or whoever does can't say.
  final class Unavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Unavailable(String message) {
      super(message);
    }
  }

  /// How much of a resource each pod uses, by pod name.
  ///
  /// @param container only this one's part; empty for the whole pod's
  /// @throws Unavailable if that isn't known
  Map<String, Sample> resource(
      String namespace, String selector, String resource, String container);

  /// A metric of each pod, by pod name.
  ///
  /// @throws Unavailable if that isn't known
  Map<String, Sample> pods(String namespace, String selector, MetricIdentifier metric);

  /// A metric of one object.
  ///
  /// @throws Unavailable if that isn't known
  long object(String namespace, CrossVersionObjectReference object, MetricIdentifier metric);

  /// All values of a metric from outside of the cluster.
  ///
  /// @throws Unavailable if that isn't known
  List<Long> external(String namespace, MetricIdentifier metric);

  /// A cluster in which nobody serves metrics.
  static MetricsApi none() {
    return new MetricsApi() {
      @Override
      public Map<String, Sample> resource(
          String namespace, String selector, String resource, String container) {
        throw new Unavailable(missing("pods.metrics.k8s.io"));
      }

      @Override
      public Map<String, Sample> pods(String namespace, String selector, MetricIdentifier metric) {
        throw new Unavailable(NO_CUSTOM);
      }

      @Override
      public long object(
          String namespace, CrossVersionObjectReference object, MetricIdentifier metric) {
        throw new Unavailable(NO_CUSTOM);
      }

      @Override
      public List<Long> external(String namespace, MetricIdentifier metric) {
        throw new Unavailable(missing(metric.getName() + ".external.metrics.k8s.io"));
      }
    };
  }

  String NO_CUSTOM = "no custom metrics API (custom.metrics.k8s.io) registered";

  static String missing(String resource) {
    return "the server could not find the requested resource (get " + resource + ")";
  }
}
