package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.core.v1.ResourceFieldSelector;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;

/// The rules for the units in which a container is told of its resources.
final class Divisors {
  private static final List<String> UNITS =
      List.of("1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei");

  private Divisors() {}

  static void check(ResourceFieldSelector ref, FieldPath path, Problems problems) {
    var divisor = Amount.of(ref.getDivisor());
    if (divisor.isZero()) {
      return;
    }
    var resource = ref.getResource().substring(ref.getResource().indexOf('.') + 1);
    if (resource.equals("cpu")) {
      if (!List.of("1m", "1").contains(divisor.toString())) {
        problems.invalid(
            path, "cpu", "only divisor's values 1m and 1 are supported with the cpu resource");
      }
    } else if (!UNITS.contains(divisor.toString())) {
      var what =
          switch (resource) {
            case "memory" -> "memory";
            case "ephemeral-storage" -> "local ephemeral storage";
            default -> "hugepages";
          };
      problems.invalid(
          path,
          resource,
          "only divisor's values %s are supported with the %s resource"
              .formatted(String.join(", ", UNITS), what));
    }
  }
}
