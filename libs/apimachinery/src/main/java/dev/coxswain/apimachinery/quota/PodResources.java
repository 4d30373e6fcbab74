package dev.coxswain.apimachinery.quota;

import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.ContainerStatus;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.api.core.v1.ResourceRequirements;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/// What the containers of a pod ask for and are limited to, all together.
///
/// Containers and sidecars run at the same time; an init container runs alone but for the sidecars
/// before it, so that the neediest of them counts if it needs more.
public final class PodResources {
  private PodResources() {}

  public static ResourceAmounts requests(PodSpec spec) {
    return withOverhead(
        spec,
        total(
            spec,
            container -> amounts(container.getResources(), ResourceRequirements::getRequestsMap),
            ResourceAmounts.of(spec.getResources().getRequestsMap())));
  }

  public static ResourceAmounts limits(PodSpec spec) {
    return limited(
        spec,
        total(
            spec,
            container -> amounts(container.getResources(), ResourceRequirements::getLimitsMap),
            ResourceAmounts.of(spec.getResources().getLimitsMap())));
  }

  /// Like [#requests], but no less than what the node still holds for the pod while it is resized.
  public static ResourceAmounts heldRequests(Pod pod) {
    return withOverhead(
        pod.getSpec(),
        total(
            pod.getSpec(),
            held(pod, ResourceRequirements::getRequestsMap),
            ResourceAmounts.of(pod.getSpec().getResources().getRequestsMap())));
  }

  /// Like [#limits], but no less than what the node still grants the pod while it is resized.
  public static ResourceAmounts heldLimits(Pod pod) {
    return limited(
        pod.getSpec(),
        total(
            pod.getSpec(),
            held(pod, ResourceRequirements::getLimitsMap),
            ResourceAmounts.of(pod.getSpec().getResources().getLimitsMap())));
  }

  private static ResourceAmounts total(
      PodSpec spec, Function<Container, ResourceAmounts> of, ResourceAmounts ofPod) {
    var running =
        spec.getContainersList().stream()
            .map(of)
            .reduce(ResourceAmounts.NONE, ResourceAmounts::plus);
    var sidecars = ResourceAmounts.NONE;
    var starting = ResourceAmounts.NONE;
    for (var container : spec.getInitContainersList()) {
      var needs = of.apply(container);
      if (container.getRestartPolicy().equals("Always")) {
        sidecars = sidecars.plus(needs);
        starting = starting.max(sidecars);
      } else {
        starting = starting.max(sidecars.plus(needs));
      }
    }
    var all = new TreeMap<>(running.plus(sidecars).max(starting).amounts());
    all.putAll(ofPod.amounts()); // What is said for the pod counts instead.
    return new ResourceAmounts(all);
  }

  private static ResourceAmounts withOverhead(PodSpec spec, ResourceAmounts requests) {
    return requests.plus(ResourceAmounts.of(spec.getOverheadMap()));
  }

  /// Overhead raises limits, but makes none.
  private static ResourceAmounts limited(PodSpec spec, ResourceAmounts limits) {
    var names = limits.withoutZeros().amounts().keySet();
    return limits.plus(ResourceAmounts.of(spec.getOverheadMap()).only(names));
  }

  private static Function<Container, ResourceAmounts> held(
      Pod pod, Function<ResourceRequirements, Map<String, Quantity>> which) {
    boolean infeasible =
        pod.getStatus().getConditionsList().stream()
            .anyMatch(
                c -> c.getType().equals("PodResizePending") && c.getReason().equals("Infeasible"));
    return container -> {
      var wanted = amounts(container.getResources(), which);
      return status(pod, container)
          .map(status -> {
            var actual =
                amounts(status.getResources(), which)
                    .max(
                        ResourceAmounts.of(status.getAllocatedResourcesMap())
                            .only(wanted.amounts().keySet()));
            return infeasible ? actual : wanted.max(actual);
          })
          .findFirst()
          .orElse(wanted);
    };
  }

  private static Stream<ContainerStatus> status(Pod pod, Container container) {
    return Stream.concat(
            pod.getStatus().getContainerStatusesList().stream(),
            pod.getStatus().getInitContainerStatusesList().stream())
        .filter(status -> status.hasResources() && status.getName().equals(container.getName()));
  }

  private static ResourceAmounts amounts(
      ResourceRequirements resources, Function<ResourceRequirements, Map<String, Quantity>> which) {
    return ResourceAmounts.of(which.apply(resources));
  }
}
