package dev.coxswain.controllermanager.quota;

import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.ResourceQuotaSpec;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.controllermanager.framework.Pods;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// What one pod takes of a quota. Pure.
final class PodUsage {
  private PodUsage() {}

  /// @param resource such as `pods`, `cpu`, `requests.memory`, `limits.cpu`
  static Amount of(Pod pod, String resource) {
    return switch (resource) {
      case "pods" -> Amount.ofUnits(1);
      case "cpu", "memory", "ephemeral-storage" -> requests(pod, resource);
      case String name when name.startsWith("requests.") ->
          requests(pod, name.substring("requests.".length()));
      case String name when name.startsWith("limits.") ->
          total(pod, c -> c.getResources().getLimitsMap(), name.substring("limits.".length()));
      default -> Amount.ZERO;
    };
  }

  private static Amount requests(Pod pod, String name) {
    return total(pod, c -> c.getResources().getRequestsMap(), name);
  }

  // Init containers run one by one before the others: the largest of them counts.
  private static Amount total(
      Pod pod, Function<Container, Map<String, Quantity>> amounts, String name) {
    var running = Amount.ZERO;
    for (var container : pod.getSpec().getContainersList()) {
      running = running.plus(amount(amounts.apply(container), name));
    }
    for (var container : pod.getSpec().getInitContainersList()) {
      var needed = amount(amounts.apply(container), name);
      running = needed.compareTo(running) > 0 ? needed : running;
    }
    return running.plus(amount(pod.getSpec().getOverheadMap(), name));
  }

  private static Amount amount(Map<String, Quantity> amounts, String name) {
    var quantity = amounts.get(name);
    return quantity == null ? Amount.ZERO : Amount.of(quantity);
  }

  /// Whether the quota counts the pod at all.
  static boolean counts(ResourceQuotaSpec quota, Pod pod) {
    return !Pods.isFinished(pod)
        && quota.getScopesList().stream().allMatch(scope -> isIn(pod, scope, "Exists", List.of()))
        && quota.getScopeSelector().getMatchExpressionsList().stream()
            .allMatch(e -> isIn(pod, e.getScopeName(), e.getOperator(), e.getValuesList()));
  }

  private static boolean isIn(Pod pod, String scope, String operator, List<String> values) {
    return switch (scope) {
      case "BestEffort" -> isBestEffort(pod);
      case "NotBestEffort" -> !isBestEffort(pod);
      case "Terminating" -> pod.getSpec().hasActiveDeadlineSeconds();
      case "NotTerminating" -> !pod.getSpec().hasActiveDeadlineSeconds();
      case "PriorityClass" -> hasPriority(pod.getSpec().getPriorityClassName(), operator, values);
      default -> false;
    };
  }

  private static boolean hasPriority(String name, String operator, List<String> values) {
    return switch (operator) {
      case "In" -> values.contains(name);
      case "NotIn" -> !values.contains(name);
      case "Exists" -> !name.isEmpty();
      default -> name.isEmpty();
    };
  }

  private static boolean isBestEffort(Pod pod) {
    return pod.getSpec().getContainersList().stream().allMatch(PodUsage::asksForNothing)
        && pod.getSpec().getInitContainersList().stream().allMatch(PodUsage::asksForNothing);
  }

  private static boolean asksForNothing(Container container) {
    return List.of("cpu", "memory").stream()
        .allMatch(name ->
            amount(container.getResources().getRequestsMap(), name).signum() == 0
                && amount(container.getResources().getLimitsMap(), name).signum() == 0);
  }
}
