package dev.coxswain.kubelet.env;

import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.ResourceFieldSelector;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.kubelet.spec.PodContainer;
import java.math.RoundingMode;
import java.util.Map;

/// The values that `resourceFieldRef` can name.
///
/// @param allocatable what the node has for pods; stands in for limits that a container doesn't set
public record ResourceFields(Pod pod, Map<String, Quantity> allocatable) {

  /// @param container whose resources are meant when the selector names no container
  /// @throws ConfigError if there is no such container or resource
  public String value(ResourceFieldSelector selector, String container) throws ConfigError {
    var name = selector.getContainerName().isEmpty() ? container : selector.getContainerName();
    var spec =
        PodContainer.find(pod, name)
            .orElseThrow(() -> new ConfigError("container " + name + " not found"))
            .spec();
    var amount = amount(spec, selector.getResource());
    var divisor =
        selector.hasDivisor() && !selector.getDivisor().getString().isEmpty()
            ? Amount.of(selector.getDivisor())
            : Amount.ZERO;
    var by = divisor.isZero() ? Amount.ofUnits(1) : divisor;
    return amount.exact().divide(by.exact(), 0, RoundingMode.CEILING).toPlainString();
  }

  private Amount amount(Container spec, String resource) throws ConfigError {
    int dot = resource.indexOf('.');
    var name = dot < 0 ? "" : resource.substring(dot + 1);
    var resources = spec.getResources();
    return switch (dot < 0 ? resource : resource.substring(0, dot)) {
      case "limits" -> amount(resources.getLimitsMap().getOrDefault(name, allocatable.get(name)));
      case "requests" ->
          amount(resources.getRequestsMap().getOrDefault(name, resources.getLimitsMap().get(name)));
      default -> throw new ConfigError("unsupported container resource : " + resource);
    };
  }

  private static Amount amount(Quantity quantity) {
    return quantity == null ? Amount.ZERO : Amount.of(quantity);
  }
}
