package dev.coxswain.controllermanager.disruption;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.meta.v1.OwnerReference;
import dev.coxswain.api.policy.v1.PodDisruptionBudget;
import dev.coxswain.apimachinery.intstr.IntOrStrings;
import dev.coxswain.apimachinery.meta.Metadata;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/// How many pods a budget is a share of: as many as their controllers ask for. Pure.
///
/// @param unmanaged whether some pods have no controller, and so no part in the count
record ExpectedPods(int count, boolean unmanaged) {
  /// What controls a pod, and how many of them it asks for.
  record Scale(String uid, int replicas) {}

  /// Who knows controllers.
  interface Scales {
    /// @return absent if there is no such controller
    /// @throws Unknown if it asks for no number of pods
    Optional<Scale> of(String namespace, OwnerReference controller);
  }

  /// It can't be told how many there should be.
  static final class Unknown extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unknown(String message) {
      super(message);
    }
  }

  /// @throws Unknown if one of the controllers is none that can be asked
  static ExpectedPods of(PodDisruptionBudget budget, List<Pod> pods, Scales scales) {
    var spec = budget.getSpec();
    boolean isShare =
        spec.hasMaxUnavailable()
            || (spec.hasMinAvailable() && IntOrStrings.isText(spec.getMinAvailable()));
    if (!isShare) {
      return new ExpectedPods(spec.hasMinAvailable() ? pods.size() : 0, false);
    }
    var known = new HashMap<String, Integer>();
    boolean unmanaged = false;
    for (var pod : pods) {
      var controller = Metadata.controllerOf(pod);
      if (controller.isEmpty()) {
        unmanaged = true;
      } else if (!known.containsKey(controller.get().getUid())) {
        var scale =
            scales
                .of(pod.getMetadata().getNamespace(), controller.get())
                .orElseThrow(() ->
                    new Unknown(
                        "found no controllers for pod \"" + pod.getMetadata().getName() + "\""));
        known.put(scale.uid(), scale.replicas());
      }
    }
    int count = known.values().stream().mapToInt(Integer::intValue).sum();
    return new ExpectedPods(count, unmanaged);
  }
}
