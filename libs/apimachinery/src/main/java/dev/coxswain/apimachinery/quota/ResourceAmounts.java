package dev.coxswain.apimachinery.quota;

import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.apimachinery.quantity.Amount;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/// Amounts of named resources, sorted by name: what is asked for, allowed, or used. A resource that
/// is not in it is not spoken of, which is not the same as zero.
public record ResourceAmounts(SortedMap<String, Amount> amounts) {
  public static final ResourceAmounts NONE = new ResourceAmounts(new TreeMap<>());

  public ResourceAmounts {
    amounts = Collections.unmodifiableSortedMap(new TreeMap<>(amounts));
  }

  /// @throws IllegalArgumentException if a text in it is no quantity
  public static ResourceAmounts of(Map<String, Quantity> quantities) {
    var amounts = new TreeMap<String, Amount>();
    quantities.forEach((name, quantity) -> amounts.put(name, Amount.of(quantity)));
    return new ResourceAmounts(amounts);
  }

  public static ResourceAmounts of(String name, Amount amount) {
    return new ResourceAmounts(new TreeMap<>(Map.of(name, amount)));
  }

  public Optional<Amount> get(String name) {
    return Optional.ofNullable(amounts.get(name));
  }

  public boolean isEmpty() {
    return amounts.isEmpty();
  }

  /// With one more, or another, amount.
  public ResourceAmounts with(String name, Amount amount) {
    var changed = new TreeMap<>(amounts);
    changed.put(name, amount);
    return new ResourceAmounts(changed);
  }

  public ResourceAmounts plus(ResourceAmounts other) {
    return merged(other, Amount::plus);
  }

  public ResourceAmounts max(ResourceAmounts other) {
    return merged(other, Amount::max);
  }

  private ResourceAmounts merged(ResourceAmounts other, BinaryOperator<Amount> merge) {
    var sum = new TreeMap<>(amounts);
    other.amounts.forEach((name, amount) -> sum.merge(name, amount, merge));
    return new ResourceAmounts(sum);
  }

  /// A resource that only the other speaks of becomes negative.
  public ResourceAmounts minus(ResourceAmounts other) {
    var difference = new TreeMap<>(amounts);
    other.amounts.forEach((name, amount) ->
        difference.put(name, difference.getOrDefault(name, Amount.ZERO).minus(amount)));
    return new ResourceAmounts(difference);
  }

  /// Those of the names only.
  public ResourceAmounts only(Collection<String> names) {
    var kept = new TreeMap<>(amounts);
    kept.keySet().retainAll(names);
    return new ResourceAmounts(kept);
  }

  public ResourceAmounts withoutZeros() {
    var kept = new TreeMap<>(amounts);
    kept.values().removeIf(Amount::isZero);
    return new ResourceAmounts(kept);
  }

  /// Those below zero.
  public ResourceAmounts negative() {
    var kept = new TreeMap<>(amounts);
    kept.values().removeIf(amount -> amount.signum() >= 0);
    return new ResourceAmounts(kept);
  }

  /// Those that are more than the limit says, if it says anything.
  public ResourceAmounts beyond(ResourceAmounts limit) {
    var kept = new TreeMap<>(amounts);
    kept.entrySet()
        .removeIf(entry ->
            limit
                .get(entry.getKey())
                .filter(most -> entry.getValue().compareTo(most) > 0)
                .isEmpty());
    return new ResourceAmounts(kept);
  }

  public Map<String, Quantity> toProto() {
    var quantities = new TreeMap<String, Quantity>();
    amounts.forEach((name, amount) -> quantities.put(name, amount.toProto()));
    return quantities;
  }

  /// `limits.cpu=2,pods=1`.
  @Override
  public String toString() {
    return amounts.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(","));
  }
}
