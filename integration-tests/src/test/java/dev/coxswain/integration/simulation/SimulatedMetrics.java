package dev.coxswain.integration.simulation;

import dev.coxswain.api.autoscaling.v2.CrossVersionObjectReference;
import dev.coxswain.api.autoscaling.v2.MetricIdentifier;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.controllermanager.autoscaling.MetricsApi;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A load that the running pods of an app share evenly.
final class SimulatedMetrics implements MetricsApi {
  /// What one pod can bear.
  static final int ONE_POD = 100;

  private static final Duration WINDOW = Duration.ofSeconds(15);
  private static final int MILLI = 1000;

  private final Ledger ledger;
  private final InstantSource clock;
  private final Map<String, Integer> loads = new HashMap<>();

  SimulatedMetrics(Ledger ledger, InstantSource clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  /// @param load in pods that it keeps busy
  void setLoad(String app, int load) {
    loads.put(app, load);
  }

  int load(String app) {
    return loads.getOrDefault(app, 0);
  }

  @Override
  public Map<String, Sample> resource(
      String namespace, String selector, String resource, String container) {
    var labels = Selector.parse(selector);
    var pods =
        ledger.all(Pod.class).stream()
            .filter(pod -> labels.matches(pod.getMetadata().getLabelsMap()))
            .filter(pod -> Fleet.isActive(pod) && pod.getStatus().getPhase().equals("Running"))
            .toList();
    if (pods.isEmpty()) {
      throw new Unavailable("no metrics returned from resource metrics API");
    }
    var samples = new TreeMap<String, Sample>();
    for (var pod : pods) {
      long milli =
          (long) load(pod.getMetadata().getLabelsMap().get("app")) * ONE_POD * MILLI / pods.size();
      samples.put(pod.getMetadata().getName(), new Sample(milli, clock.instant(), WINDOW));
    }
    return samples;
  }

  @Override
  public Map<String, Sample> pods(String namespace, String selector, MetricIdentifier metric) {
    return none().pods(namespace, selector, metric);
  }

  @Override
  public long object(
      String namespace, CrossVersionObjectReference object, MetricIdentifier metric) {
    return none().object(namespace, object, metric);
  }

  @Override
  public List<Long> external(String namespace, MetricIdentifier metric) {
    return none().external(namespace, metric);
  }

  private static MetricsApi none() {
    return MetricsApi.none();
  }
}
