package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.core.v1.ResourceFieldSelector;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;
import java.util.Optional;

/// The rules for the units in which a container is told of its resources.
final class Divisors {
  private static final List<String> CPU_UNITS = List.of("1m", "1");
  private static final List<String> UNITS =
      List.of("1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei");

  private Divisors() {}

  static void check(ResourceFieldSelector ref, FieldPath path, Problems problems) {
    var divisor = Amount.of(ref.getDivisor());
    if (divisor.isZero()) {
      return;
    }
    var resource = ref.getResource();
    if (resource.equals("limits.cpu") || resource.equals("requests.cpu")) {
      if (!CPU_UNITS.contains(divisor.toString())) {
        problems.invalid(
            path, resource, "only divisor's values 1m and 1 are supported with the cpu resource");
      }
      return;
    }
    counted(resource)
        .filter(_ -> !UNITS.contains(divisor.toString()))
        .ifPresent(what ->
            problems.invalid(
                path,
                resource,
                "only divisor's values %s are supported with the %s resource"
                    .formatted(String.join(", ", UNITS), what)));
  }

  /// What a resource that is counted in bytes is called.
  private static Optional<String> counted(String resource) {
    return switch (resource) {
      case "limits.memory", "requests.memory" -> Optional.of("memory");
      case "limits.ephemeral-storage", "requests.ephemeral-storage" ->
          Optional.of("local ephemeral storage");
      default ->
          resource.startsWith("limits.hugepages-") || resource.startsWith("requests.hugepages-")
              ? Optional.of("hugepages")
              : Optional.empty();
    };
  }
}
