package dev.coxswain.kubelet.pod;

import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodStatus;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.kubelet.spec.PodContainer;
import dev.coxswain.kubelet.spec.PodContainer.Role;
import dev.coxswain.kubelet.status.PodStatuses;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whether there is room for one more pod. The scheduler asked already; pods that were bound by
/// hand didn't.
final class Admission {
  private static final List<String> CHECKED = List.of("cpu", "memory", "ephemeral-storage");

  private final Map<String, Quantity> allocatable;

  Admission(Map<String, Quantity> allocatable) {
    this.allocatable = Map.copyOf(allocatable);
  }

  record Refused(String reason, String message) {
    PodStatus status(Pod pod, Instant now) {
      return pod.getStatus().toBuilder()
          .setPhase("Failed")
          .setReason(reason)
          .setMessage("Pod was rejected: " + message)
          .setStartTime(Times.of(now))
          .setObservedGeneration(pod.getMetadata().getGeneration())
          .build();
    }
  }

  Optional<Refused> refuse(Pod pod, List<Pod> others) {
    var alive =
        others.stream().filter(other -> !PodStatuses.isTerminal(other.getStatus())).toList();
    var pods = allocatable.get("pods");
    if (pods != null && alive.size() + 1 > Amount.of(pods).value()) {
      return refused("pods", 1, alive.size(), Amount.of(pods).value());
    }
    for (var resource : CHECKED) {
      if (!allocatable.containsKey(resource)) {
        continue;
      }
      long capacity = units(resource, Amount.of(allocatable.get(resource)));
      long wanted = units(resource, request(pod, resource));
      long used =
          alive.stream().mapToLong(other -> units(resource, request(other, resource))).sum();
      if (wanted > 0 && used + wanted > capacity) {
        return refused(resource, wanted, used, capacity);
      }
    }
    return Optional.empty();
  }

  private static Optional<Refused> refused(String resource, long wanted, long used, long capacity) {
    return Optional.of(
        new Refused(
            "OutOf" + resource,
            "Node didn't have enough resource: %s, requested: %d, used: %d, capacity: %d"
                .formatted(resource, wanted, used, capacity)));
  }

  /// The larger of what the init containers need one after the other and what the others need
  /// together.
  static Amount request(Pod pod, String resource) {
    var together = Amount.ZERO;
    for (var container : PodContainer.regular(pod)) {
      together = together.plus(request(container, resource));
    }
    var sidecars = Amount.ZERO;
    var highest = Amount.ZERO;
    for (var container : PodContainer.init(pod)) {
      var request = request(container, resource);
      if (container.role() == Role.SIDECAR) {
        sidecars = sidecars.plus(request);
        highest = highest.max(sidecars);
      } else {
        highest = highest.max(sidecars.plus(request));
      }
    }
    return together.plus(sidecars).max(highest);
  }

  private static Amount request(PodContainer container, String resource) {
    var quantity = container.spec().getResources().getRequestsMap().get(resource);
    return quantity == null ? Amount.ZERO : Amount.of(quantity);
  }

  private static long units(String resource, Amount amount) {
    return resource.equals("cpu") ? amount.milliValue() : amount.value();
  }
}
