package dev.coxswain.controllermanager.disruption;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.meta.v1.Condition;
import dev.coxswain.api.meta.v1.Time;
import dev.coxswain.api.policy.v1.PodDisruptionBudget;
import dev.coxswain.api.policy.v1.PodDisruptionBudgetStatus;
import dev.coxswain.apimachinery.intstr.IntOrStrings;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.controllermanager.framework.Pods;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Computes the status of a budget. Pure.
final class BudgetPlanner {
  private static final Duration EVICTION_SEEN_WITHIN = Duration.ofMinutes(2);
  private static final String ALLOWED = "DisruptionAllowed";

  private BudgetPlanner() {}

  /// @param pods those that the budget selects
  /// @param expected how many there would be if all of their controllers had their way
  static PodDisruptionBudgetStatus status(
      PodDisruptionBudget budget, List<Pod> pods, int expected, Instant now) {
    var disrupted = disrupted(budget, pods, now);
    int healthy = 0;
    for (var pod : pods) {
      boolean counts = !Pods.isDeleting(pod) && Pods.isReady(pod);
      if (counts && !disrupted.containsKey(pod.getMetadata().getName())) {
        healthy++;
      }
    }
    int desired = desiredHealthy(budget, expected);
    int allowed = expected > 0 ? Math.max(0, healthy - desired) : 0;
    var status =
        budget.getStatus().toBuilder()
            .setCurrentHealthy(healthy)
            .setDesiredHealthy(desired)
            .setExpectedPods(expected)
            .setDisruptionsAllowed(allowed)
            .clearDisruptedPods()
            .putAllDisruptedPods(disrupted)
            .setObservedGeneration(budget.getMetadata().getGeneration());
    return allowed > 0
        ? withCondition(status, true, "SufficientPods", "", now)
        : withCondition(status, false, "InsufficientPods", "", now);
  }

  /// What is said when nobody can tell how many pods there should be: nothing may be evicted.
  static PodDisruptionBudgetStatus failed(PodDisruptionBudget budget, String why, Instant now) {
    return withCondition(
        budget.getStatus().toBuilder().setDisruptionsAllowed(0), false, "SyncFailed", why, now);
  }

  /// When an eviction that came to nothing is forgotten.
  static Optional<Duration> lookAgain(PodDisruptionBudgetStatus status, Instant now) {
    return status.getDisruptedPodsMap().values().stream()
        .map(since -> Duration.between(now, Times.toInstant(since).plus(EVICTION_SEEN_WITHIN)))
        .min(Duration::compareTo);
  }

  /// The pods of which evictions came to nothing.
  static List<Pod> notDeleted(PodDisruptionBudget budget, List<Pod> pods, Instant now) {
    var names = budget.getStatus().getDisruptedPodsMap();
    return pods.stream()
        .filter(p -> !Pods.isDeleting(p) && names.containsKey(p.getMetadata().getName()))
        .filter(p ->
            !Times.toInstant(names.get(p.getMetadata().getName()))
                .plus(EVICTION_SEEN_WITHIN)
                .isAfter(now))
        .toList();
  }

  // Evicted pods that are still there; an eviction that came to nothing is forgotten.
  private static Map<String, Time> disrupted(
      PodDisruptionBudget budget, List<Pod> pods, Instant now) {
    var names = new TreeMap<String, Time>();
    budget
        .getStatus()
        .getDisruptedPodsMap()
        .forEach((name, since) -> {
          boolean pending =
              pods.stream()
                  .filter(p -> p.getMetadata().getName().equals(name))
                  .anyMatch(p -> !Pods.isDeleting(p));
          if (pending && Times.toInstant(since).plus(EVICTION_SEEN_WITHIN).isAfter(now)) {
            names.put(name, since);
          }
        });
    return names;
  }

  private static int desiredHealthy(PodDisruptionBudget budget, int expected) {
    var spec = budget.getSpec();
    if (spec.hasMaxUnavailable()) {
      int unavailable = IntOrStrings.scaled(spec.getMaxUnavailable(), expected, true);
      return Math.max(0, expected - unavailable);
    }
    return spec.hasMinAvailable() ? IntOrStrings.scaled(spec.getMinAvailable(), expected, true) : 0;
  }

  private static PodDisruptionBudgetStatus withCondition(
      PodDisruptionBudgetStatus.Builder status,
      boolean allowed,
      String reason,
      String message,
      Instant now) {
    var wanted = allowed ? "True" : "False";
    var before =
        status.getConditionsList().stream().filter(c -> c.getType().equals(ALLOWED)).findFirst();
    var since =
        before
            .filter(c -> c.getStatus().equals(wanted))
            .map(Condition::getLastTransitionTime)
            .orElseGet(() -> Times.of(now));
    var others =
        status.getConditionsList().stream().filter(c -> !c.getType().equals(ALLOWED)).toList();
    return status
        .clearConditions()
        .addAllConditions(others)
        .addConditions(
            Condition.newBuilder()
                .setType(ALLOWED)
                .setStatus(wanted)
                .setObservedGeneration(status.getObservedGeneration())
                .setLastTransitionTime(since)
                .setReason(reason)
                .setMessage(message))
        .build();
  }
}
