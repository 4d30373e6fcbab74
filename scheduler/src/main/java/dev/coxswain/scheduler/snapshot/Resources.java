package dev.coxswain.scheduler.snapshot;

import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.apimachinery.quantity.Amount;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongBinaryOperator;

/// Amounts of what a node has and pods ask for.
///
/// @param others everything else by name, such as huge pages and extended resources
public record Resources(
    long cpuMillis, long memoryBytes, long ephemeralBytes, Map<String, Long> others) {
  public static final Resources NONE = new Resources(0, 0, 0, Map.of());

  public Resources {
    others = others.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(others));
  }

  /// The amounts of a resource list; the number of pods is not among them.
  public static Resources of(Map<String, Quantity> list) {
    var others = new TreeMap<String, Long>();
    list.forEach((name, quantity) -> {
      if (!isBuiltIn(name)) {
        others.put(name, Amount.of(quantity).value());
      }
    });
    return new Resources(
        amount(list, "cpu").milliValue(),
        amount(list, "memory").value(),
        amount(list, "ephemeral-storage").value(),
        others);
  }

  public Resources plus(Resources other) {
    return combined(other, Long::sum);
  }

  public Resources minus(Resources other) {
    return combined(other, (a, b) -> a - b);
  }

  public Resources max(Resources other) {
    return combined(other, Math::max);
  }

  public boolean isNone() {
    return cpuMillis == 0 && memoryBytes == 0 && ephemeralBytes == 0 && others.isEmpty();
  }

  public long other(String name) {
    return others.getOrDefault(name, 0L);
  }

  private Resources combined(Resources other, LongBinaryOperator operator) {
    return new Resources(
        operator.applyAsLong(cpuMillis, other.cpuMillis),
        operator.applyAsLong(memoryBytes, other.memoryBytes),
        operator.applyAsLong(ephemeralBytes, other.ephemeralBytes),
        combined(others, other.others, operator));
  }

  private static Map<String, Long> combined(
      Map<String, Long> a, Map<String, Long> b, LongBinaryOperator operator) {
    if (a.isEmpty() && b.isEmpty()) {
      return Map.of();
    }
    var combined = new TreeMap<>(a);
    b.forEach(
        (name, value) -> combined.put(name, operator.applyAsLong(a.getOrDefault(name, 0L), value)));
    return combined;
  }

  private static boolean isBuiltIn(String name) {
    return switch (name) {
      case "cpu", "memory", "ephemeral-storage", "pods" -> true;
      default -> false;
    };
  }

  private static Amount amount(Map<String, Quantity> list, String name) {
    var quantity = list.get(name);
    return quantity == null ? Amount.ZERO : Amount.of(quantity);
  }
}
