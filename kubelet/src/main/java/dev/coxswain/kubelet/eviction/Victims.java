package dev.coxswain.kubelet.eviction;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.kubelet.spec.PodContainer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Chooses the pod that has to go when something is short, and says why.
///
/// First those that use more than they asked for, then those that matter less, then those that use
/// most. What the system needs never goes.
final class Victims {
  private static final int SYSTEM_PRIORITY = 2_000_000_000;

  private Victims() {}

  /// What one pod uses of what is short.
  ///
  /// @param byContainer in bytes; what belongs to no container counts under the empty name
  record Use(Pod pod, Map<String, Long> byContainer) {
    Use {
      byContainer = Map.copyOf(byContainer);
    }

    long total() {
      return byContainer.values().stream().mapToLong(Long::longValue).sum();
    }

    private long requested(String resource) {
      return PodContainer.regular(pod).stream()
          .mapToLong(container -> Victims.requested(container, resource).value())
          .sum();
    }
  }

  static Optional<Use> choose(Signal signal, List<Use> uses) {
    var resource = signal.resource();
    return uses.stream()
        .filter(use -> use.pod().getSpec().getPriority() < SYSTEM_PRIORITY)
        .min(
            Comparator.<Use, Boolean>comparing(use -> use.total() <= use.requested(resource))
                .thenComparingInt(use -> use.pod().getSpec().getPriority())
                .thenComparingLong(use -> use.requested(resource) - use.total())
                .thenComparing(use -> use.pod().getMetadata().getUid()));
  }

  /// In upstream's words.
  static String message(Threshold threshold, long available, long capacity, Use use) {
    var resource = threshold.signal().resource();
    var text = new StringBuilder();
    text.append("The node was low on resource: %s. ".formatted(resource));
    text.append(
        "Threshold quantity: %s, available: %s. "
            .formatted(threshold.least(capacity), kibibytes(available)));
    for (var container : PodContainer.regular(use.pod())) {
      long used = use.byContainer().getOrDefault(container.name(), 0L);
      var requested = requested(container, resource);
      if (used > requested.value()) {
        text.append(
            "Container %s was using %s, request is %s, has larger consumption of %s. "
                .formatted(container.name(), kibibytes(used), requested, resource));
      }
    }
    return text.toString();
  }

  private static Amount kibibytes(long bytes) {
    return Amount.parse(bytes / 1024 + "Ki");
  }

  private static Amount requested(PodContainer container, String resource) {
    var quantity = container.spec().getResources().getRequestsMap().get(resource);
    return quantity == null ? Amount.ZERO : Amount.of(quantity);
  }
}
