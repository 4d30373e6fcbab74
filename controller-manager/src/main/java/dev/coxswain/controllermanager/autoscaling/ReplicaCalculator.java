package dev.coxswain.controllermanager.autoscaling;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.quantity.Amount;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/// How many replicas a metric calls for. Pure; all values in thousandths.
final class ReplicaCalculator {
  private static final int PERCENT = 100;

  private final Tolerance tolerance;
  private final Instant now;

  /// How many replicas, and the value that says so.
  ///
  /// @param average per pod, in thousandths
  /// @param utilization per cent of what was requested; zero where nothing is
  record Proposal(int replicas, long average, int utilization) {}

  /// The metric says nothing that could be reckoned with.
  static final class Unknowable extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unknowable(String message) {
      super(message);
    }
  }

  /// @param tolerance within which the number stays as it is
  ReplicaCalculator(Tolerance tolerance, Instant now) {
    this.tolerance = tolerance;
    this.now = now;
  }

  /// For a share of what the pods request.
  ///
  /// @param target per cent
  /// @param container only this one counts; empty for all
  /// @throws Unknowable if pods, metrics or requests are missing
  Proposal byUtilization(
      int current,
      int target,
      String resource,
      String container,
      List<Pod> pods,
      Map<String, MetricsApi.Sample> metrics) {
    var groups = group(pods, metrics, resource);
    var requests = new TreeMap<String, Long>();
    for (var pod : pods) {
      requests.put(pod.getMetadata().getName(), request(pod, resource, container));
    }
    long requested =
        groups.samples().keySet().stream().mapToLong(name -> requests.getOrDefault(name, 0L)).sum();
    if (requested == 0) {
      throw new Unknowable("no metrics returned matched known pods");
    }
    long used = groups.samples().values().stream().mapToLong(MetricsApi.Sample::milli).sum();
    int utilization = Math.toIntExact(used * PERCENT / requested);
    ToLongFunction<Pod> own = pod -> requests.getOrDefault(pod.getMetadata().getName(), 0L);
    int fallback = Math.max(PERCENT, target);
    int replicas =
        replicas(
            current,
            groups,
            (double) utilization / target,
            filled -> ratio(utilization(filled, requests), target),
            pod -> own.applyAsLong(pod) * fallback / PERCENT);
    return new Proposal(replicas, used / groups.samples().size(), utilization);
  }

  /// For an average per pod.
  ///
  /// @param target in thousandths
  /// @throws Unknowable if pods or metrics are missing
  Proposal byAverage(
      int current,
      long target,
      String resource,
      List<Pod> pods,
      Map<String, MetricsApi.Sample> metrics) {
    var groups = group(pods, metrics, resource);
    long average = total(values(groups)) / groups.samples().size();
    int replicas =
        replicas(
            current,
            groups,
            (double) average / target,
            filled -> ratio(total(filled) / filled.size(), target),
            _ -> target);
    return new Proposal(replicas, average, 0);
  }

  /// For a value that all pods together answer for.
  ///
  /// @param readyPods how many of them there are
  Proposal byValue(int current, long target, long value, int readyPods) {
    double ratio = (double) value / target;
    if (tolerance.covers(ratio) && current != 0) {
      return new Proposal(current, value, 0);
    }
    int replicas = (int) Math.ceil(current == 0 ? ratio : ratio * readyPods);
    return new Proposal(replicas, value, 0);
  }

  /// For a value of which each replica takes its share.
  ///
  /// @param replicas as the target's status has them
  Proposal byShare(int replicas, long target, long value) {
    double ratio = (double) value / ((double) target * replicas);
    int wanted =
        replicas != 0 && tolerance.covers(ratio)
            ? replicas
            : (int) Math.ceil((double) value / target);
    return new Proposal(wanted, replicas == 0 ? value : ceil(value, replicas), 0);
  }

  private PodGroups group(List<Pod> pods, Map<String, MetricsApi.Sample> metrics, String resource) {
    if (pods.isEmpty()) {
      throw new Unknowable("no pods returned by selector while calculating replica count");
    }
    var groups = PodGroups.of(pods, metrics, resource, now);
    if (groups.samples().isEmpty()) {
      throw new Unknowable("did not receive metrics for targeted pods (pods might be unready)");
    }
    return groups;
  }

  private interface Ratio {
    double of(Map<String, Long> values);
  }

  // Pods of which nothing is known are taken for what argues against the change.
  private int replicas(
      int current, PodGroups groups, double ratio, Ratio again, ToLongFunction<Pod> busy) {
    boolean growsWithUnready = !groups.unready().isEmpty() && ratio > 1;
    if (!growsWithUnready && groups.missing().isEmpty()) {
      return tolerance.covers(ratio) ? current : (int) Math.ceil(ratio * groups.ready());
    }
    var filled = values(groups);
    for (var pod : groups.missing()) {
      filled.put(pod.getMetadata().getName(), ratio < 1 ? busy.applyAsLong(pod) : 0);
    }
    if (growsWithUnready) {
      groups.unready().forEach(pod -> filled.put(pod.getMetadata().getName(), 0L));
    }
    double careful = again.of(filled);
    boolean turned = (ratio < 1 && careful > 1) || (ratio > 1 && careful < 1);
    if (tolerance.covers(careful) || turned) {
      return current;
    }
    int wanted = (int) Math.ceil(careful * filled.size());
    boolean wrongWay = (careful < 1 && wanted > current) || (careful > 1 && wanted < current);
    return wrongWay ? current : wanted;
  }

  private static Map<String, Long> values(PodGroups groups) {
    var values = new TreeMap<String, Long>();
    groups.samples().forEach((name, sample) -> values.put(name, sample.milli()));
    return values;
  }

  // Whole per cent and whole averages are what the status shows, and what decides.
  private static double ratio(long value, long target) {
    return (double) value / target;
  }

  private static long utilization(Map<String, Long> values, Map<String, Long> requests) {
    long requested = values.keySet().stream().mapToLong(n -> requests.getOrDefault(n, 0L)).sum();
    return total(values) * PERCENT / requested;
  }

  private static long total(Map<String, Long> values) {
    return values.values().stream().mapToLong(Long::longValue).sum();
  }

  private static long ceil(long value, int parts) {
    return Math.ceilDiv(value, parts);
  }

  private static long request(Pod pod, String resource, String container) {
    long sum = 0;
    for (var each : pod.getSpec().getContainersList()) {
      if (container.isEmpty() || each.getName().equals(container)) {
        var requested = each.getResources().getRequestsMap().get(resource);
        if (requested == null) {
          throw new Unknowable(
              "missing request for %s in container %s of Pod %s"
                  .formatted(resource, each.getName(), pod.getMetadata().getName()));
        }
        sum += Amount.of(requested).milliValue();
      }
    }
    return sum;
  }
}
