package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.PodSpecOrBuilder;
import dev.coxswain.api.core.v1.ResourceRequirements;
import dev.coxswain.apimachinery.quantity.Amount;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// What the containers of a pod have together, at the moment when they have most: containers and
/// sidecars run at the same time, and each other init container beside the sidecars before it.
public final class ContainerSums {
  private final Function<ResourceRequirements, Map<String, Quantity>> part;

  private ContainerSums(Function<ResourceRequirements, Map<String, Quantity>> part) {
    this.part = part;
  }

  public static Map<String, Amount> ofRequests(PodSpecOrBuilder spec) {
    return new ContainerSums(ResourceRequirements::getRequestsMap).of(spec);
  }

  public static Map<String, Amount> ofLimits(PodSpecOrBuilder spec) {
    return new ContainerSums(ResourceRequirements::getLimitsMap).of(spec);
  }

  private Map<String, Amount> of(PodSpecOrBuilder spec) {
    var running = new TreeMap<String, Amount>();
    spec.getContainersList().forEach(container -> add(running, container));
    var sidecars = new TreeMap<String, Amount>();
    var starting = new TreeMap<String, Amount>();
    for (var container : spec.getInitContainersList()) {
      if (container.getRestartPolicy().equals("Always")) {
        add(running, container);
        add(sidecars, container);
        raise(starting, sidecars);
      } else {
        var beside = new TreeMap<>(sidecars);
        add(beside, container);
        raise(starting, beside);
      }
    }
    raise(running, starting);
    return running;
  }

  private void add(Map<String, Amount> sum, Container container) {
    part.apply(container.getResources())
        .forEach((name, quantity) -> sum.merge(name, Amount.of(quantity), Amount::plus));
  }

  private static void raise(Map<String, Amount> highest, Map<String, Amount> other) {
    other.forEach((name, amount) -> highest.merge(name, amount, Amount::max));
  }
}
