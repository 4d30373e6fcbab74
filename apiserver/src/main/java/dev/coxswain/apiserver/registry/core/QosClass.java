package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.api.core.v1.ResourceRequirements;
import dev.coxswain.apimachinery.quantity.Amount;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// How a pod fares when its node runs short, from what it requests and limits.
final class QosClass {
  private static final List<String> RESOURCES = List.of("cpu", "memory");

  private QosClass() {}

  /// `Guaranteed` if every container's limits are its requests, `BestEffort` if none asks for
  /// anything, else `Burstable`. Resources of the whole pod come before those of its containers.
  static String of(PodSpec spec) {
    var all = resources(spec);
    if (all.stream().noneMatch(QosClass::asksForAnything)) {
      return "BestEffort";
    }
    return all.stream().allMatch(QosClass::isGuaranteed) ? "Guaranteed" : "Burstable";
  }

  private static List<ResourceRequirements> resources(PodSpec spec) {
    var ofPod = spec.getResources();
    if (ofPod.getLimitsCount() + ofPod.getRequestsCount() > 0) {
      return List.of(ofPod);
    }
    return Stream.concat(spec.getContainersList().stream(), spec.getInitContainersList().stream())
        .map(Container::getResources)
        .toList();
  }

  private static boolean asksForAnything(ResourceRequirements r) {
    return RESOURCES.stream()
        .anyMatch(name -> isSet(r.getRequestsMap(), name) || isSet(r.getLimitsMap(), name));
  }

  private static boolean isGuaranteed(ResourceRequirements r) {
    return RESOURCES.stream()
        .allMatch(name ->
            isSet(r.getLimitsMap(), name)
                && (!r.containsRequests(name)
                    || Amount.of(r.getRequestsOrThrow(name))
                        .equals(Amount.of(r.getLimitsOrThrow(name)))));
  }

  private static boolean isSet(Map<String, Quantity> amounts, String name) {
    return amounts.containsKey(name) && !Amount.of(amounts.get(name)).isZero();
  }
}
