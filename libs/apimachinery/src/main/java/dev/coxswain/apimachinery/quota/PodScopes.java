package dev.coxswain.apimachinery.quota;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodAffinityTerm;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.api.core.v1.ResourceRequirements;
import dev.coxswain.api.core.v1.ScopedResourceSelectorRequirement;
import dev.coxswain.api.core.v1.WeightedPodAffinityTerm;
import dev.coxswain.apimachinery.quantity.Amount;
import java.util.List;
import java.util.stream.Stream;

/// Which pods the scopes of quotas hold.
final class PodScopes {
  private static final List<String> COMPUTE = List.of("cpu", "memory");

  private PodScopes() {}

  static boolean holds(ScopedResourceSelectorRequirement scope, Pod pod) {
    var spec = pod.getSpec();
    return switch (scope.getScopeName()) {
      case "Terminating" -> spec.hasActiveDeadlineSeconds();
      case "NotTerminating" -> !spec.hasActiveDeadlineSeconds();
      case "BestEffort" -> isBestEffort(spec);
      case "NotBestEffort" -> !isBestEffort(spec);
      case "PriorityClass" -> hasPriority(scope, spec.getPriorityClassName());
      case "CrossNamespacePodAffinity" -> looksAcross(spec);
      default -> false;
    };
  }

  private static boolean hasPriority(ScopedResourceSelectorRequirement scope, String name) {
    return switch (scope.getOperator()) {
      case "In" -> scope.getValuesList().contains(name);
      case "NotIn" -> name.isEmpty() || !scope.getValuesList().contains(name);
      case "Exists" -> !name.isEmpty();
      case "DoesNotExist" -> name.isEmpty();
      default -> false;
    };
  }

  /// Of the quality of service that promises nothing.
  private static boolean isBestEffort(PodSpec spec) {
    var all =
        Stream.concat(spec.getContainersList().stream(), spec.getInitContainersList().stream())
            .map(container -> container.getResources());
    return Stream.concat(all, Stream.of(spec.getResources())).allMatch(PodScopes::asksForNothing);
  }

  private static boolean asksForNothing(ResourceRequirements resources) {
    return COMPUTE.stream()
        .flatMap(name ->
            Stream.of(
                ResourceAmounts.of(resources.getRequestsMap()).get(name),
                ResourceAmounts.of(resources.getLimitsMap()).get(name)))
        .allMatch(amount -> amount.map(Amount::isZero).orElse(true));
  }

  /// Whether it wants to be near, or far from, pods of other namespaces.
  private static boolean looksAcross(PodSpec spec) {
    var near = spec.getAffinity().getPodAffinity();
    var far = spec.getAffinity().getPodAntiAffinity();
    var required =
        Stream.concat(
            near.getRequiredDuringSchedulingIgnoredDuringExecutionList().stream(),
            far.getRequiredDuringSchedulingIgnoredDuringExecutionList().stream());
    var preferred =
        Stream.concat(
                near.getPreferredDuringSchedulingIgnoredDuringExecutionList().stream(),
                far.getPreferredDuringSchedulingIgnoredDuringExecutionList().stream())
            .map(WeightedPodAffinityTerm::getPodAffinityTerm);
    return Stream.concat(required, preferred).anyMatch(PodScopes::looksAcross);
  }

  private static boolean looksAcross(PodAffinityTerm term) {
    return term.getNamespacesCount() > 0 || term.hasNamespaceSelector();
  }
}
