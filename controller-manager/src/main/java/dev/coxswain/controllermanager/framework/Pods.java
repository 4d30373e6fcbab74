package dev.coxswain.controllermanager.framework;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodCondition;
import dev.coxswain.apimachinery.time.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What controllers want to know of a pod. Pure.
public final class Pods {
  private Pods() {}

  public static boolean isFinished(Pod pod) {
    var phase = pod.getStatus().getPhase();
    return phase.equals("Succeeded") || phase.equals("Failed");
  }

  public static boolean isDeleting(Pod pod) {
    return pod.getMetadata().hasDeletionTimestamp();
  }

  /// Neither finished nor being deleted.
  public static boolean isActive(Pod pod) {
    return !isFinished(pod) && !isDeleting(pod);
  }

  /// Being deleted, and not finished yet.
  public static boolean isTerminating(Pod pod) {
    return isDeleting(pod) && !isFinished(pod);
  }

  public static Optional<PodCondition> condition(Pod pod, String type) {
    return pod.getStatus().getConditionsList().stream()
        .filter(c -> c.getType().equals(type))
        .findFirst();
  }

  public static boolean isReady(Pod pod) {
    return condition(pod, "Ready").filter(c -> c.getStatus().equals("True")).isPresent();
  }

  /// Since when the pod is ready, if it is.
  public static Optional<Instant> readySince(Pod pod) {
    return condition(pod, "Ready")
        .filter(c -> c.getStatus().equals("True"))
        .map(c -> Times.toInstant(c.getLastTransitionTime()));
  }

  /// Ready, and for so long already.
  public static boolean isAvailable(Pod pod, int minReadySeconds, Instant now) {
    return readySince(pod)
        .filter(since -> minReadySeconds == 0 || !since.plusSeconds(minReadySeconds).isAfter(now))
        .isPresent();
  }

  /// How long until the pod counts as available, when it is ready but not yet for long enough.
  public static Optional<Duration> untilAvailable(Pod pod, int minReadySeconds, Instant now) {
    return readySince(pod)
        .map(since -> Duration.between(now, since.plusSeconds(minReadySeconds)))
        .filter(Duration::isPositive);
  }

  /// When the next of the active pods comes to count as available.
  public static Optional<Duration> nextAvailable(List<Pod> pods, int minReadySeconds, Instant now) {
    return pods.stream()
        .filter(Pods::isActive)
        .flatMap(p -> untilAvailable(p, minReadySeconds, now).stream())
        .min(Comparator.naturalOrder());
  }

  /// How often the container that restarted most did so.
  public static int restarts(Pod pod) {
    return pod.getStatus().getContainerStatusesList().stream()
        .mapToInt(s -> s.getRestartCount())
        .max()
        .orElse(0);
  }
}
