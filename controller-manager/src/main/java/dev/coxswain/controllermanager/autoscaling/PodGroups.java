package dev.coxswain.controllermanager.autoscaling;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodCondition;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.controllermanager.framework.Pods;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The pods of a target by what their metrics are worth. Pure.
///
/// @param ready how many count fully
/// @param unready pods that are starting, whose metrics say nothing yet
/// @param missing pods without metrics
/// @param samples of the pods that count, by name
record PodGroups(
    int ready, List<Pod> unready, List<Pod> missing, Map<String, MetricsApi.Sample> samples) {
  // Starting takes cpu, which isn't load.
  private static final Duration CPU_INITIALIZATION = Duration.ofMinutes(5);
  private static final Duration INITIAL_READINESS = Duration.ofSeconds(30);

  PodGroups {
    unready = List.copyOf(unready);
    missing = List.copyOf(missing);
  }

  static PodGroups of(
      List<Pod> pods, Map<String, MetricsApi.Sample> metrics, String resource, Instant now) {
    int ready = 0;
    var unready = new ArrayList<Pod>();
    var missing = new ArrayList<Pod>();
    var samples = new TreeMap<String, MetricsApi.Sample>();
    for (var pod : pods) {
      var name = pod.getMetadata().getName();
      var sample = Optional.ofNullable(metrics.get(name));
      if (Pods.isDeleting(pod) || pod.getStatus().getPhase().equals("Failed")) {
        continue;
      }
      if (pod.getStatus().getPhase().equals("Pending")) {
        unready.add(pod);
      } else if (sample.isEmpty()) {
        missing.add(pod);
      } else if (resource.equals("cpu") && isStarting(pod, sample.get(), now)) {
        unready.add(pod);
      } else {
        ready++;
        samples.put(name, sample.get());
      }
    }
    return new PodGroups(ready, unready, missing, samples);
  }

  private static boolean isStarting(Pod pod, MetricsApi.Sample sample, Instant now) {
    var condition = Pods.condition(pod, "Ready");
    if (condition.isEmpty() || !pod.getStatus().hasStartTime()) {
      return true;
    }
    var started = Times.toInstant(pod.getStatus().getStartTime());
    boolean notReady = condition.get().getStatus().equals("False");
    if (started.plus(CPU_INITIALIZATION).isAfter(now)) {
      return notReady || sample.at().isBefore(changed(condition.get()).plus(sample.window()));
    }
    return notReady && started.plus(INITIAL_READINESS).isAfter(changed(condition.get()));
  }

  private static Instant changed(PodCondition condition) {
    return Times.toInstant(condition.getLastTransitionTime());
  }
}
