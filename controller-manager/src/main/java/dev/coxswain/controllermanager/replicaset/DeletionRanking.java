package dev.coxswain.controllermanager.replicaset;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.controllermanager.framework.Pods;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Which pods are missed least when some must go, in upstream's order. Pure.
final class DeletionRanking {
  private static final String COST = "controller.kubernetes.io/pod-deletion-cost";

  private DeletionRanking() {}

  /// The `count` pods to delete.
  static List<Pod> first(List<Pod> pods, List<Pod> related, int count, Instant now) {
    if (count >= pods.size()) {
      return pods;
    }
    return pods.stream().sorted(order(related, now)).limit(count).toList();
  }

  private static Comparator<Pod> order(List<Pod> related, Instant now) {
    Map<String, Long> onNode =
        related.stream()
            .filter(Pods::isActive)
            .collect(Collectors.groupingBy(p -> p.getSpec().getNodeName(), Collectors.counting()));
    return Comparator.<Pod, Boolean>comparing(p -> !p.getSpec().getNodeName().isEmpty())
        .thenComparingInt(DeletionRanking::phase)
        .thenComparing(Pods::isReady)
        .thenComparingInt(DeletionRanking::cost)
        .thenComparing(
            p -> onNode.getOrDefault(p.getSpec().getNodeName(), 0L), Comparator.reverseOrder())
        .thenComparingInt(p -> Pods.readySince(p).map(since -> magnitude(since, now)).orElse(0))
        .thenComparing(Comparator.comparingInt(Pods::restarts).reversed())
        .thenComparingInt(
            p -> magnitude(Times.toInstant(p.getMetadata().getCreationTimestamp()), now))
        .thenComparing((Function<Pod, String>) p -> p.getMetadata().getUid());
  }

  private static int phase(Pod pod) {
    return switch (pod.getStatus().getPhase()) {
      case "Pending", "" -> 0;
      case "Unknown" -> 1;
      default -> 2;
    };
  }

  private static int cost(Pod pod) {
    var text = pod.getMetadata().getAnnotationsOrDefault(COST, "0");
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return 0; // Validation keeps such values out; older objects may still have them.
    }
  }

  /// Ages are compared by order of magnitude, so that among pods of about the same age chance, and
  /// not the order of creation, decides.
  private static int magnitude(Instant since, Instant now) {
    long age = Math.max(0, Duration.between(since, now).toNanos());
    return age == 0 ? -1 : Long.SIZE - 1 - Long.numberOfLeadingZeros(age);
  }
}
