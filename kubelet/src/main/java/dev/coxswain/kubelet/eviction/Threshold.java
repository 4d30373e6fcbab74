package dev.coxswain.kubelet.eviction;

import dev.coxswain.apimachinery.quantity.Amount;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// How much of something has to be left on the node.
///
/// @param text as the operator wrote it, such as `100Mi` or `10%`
public record Threshold(Signal signal, String text) {
  /// Upstream's, without the inodes.
  public static final String DEFAULTS =
      "memory.available<100Mi,nodefs.available<10%,pid.available<100";

  public Threshold {
    least(text, 0);
  }

  /// @param text such as `memory.available<100Mi,nodefs.available<10%`
  /// @throws IllegalArgumentException if it says something else
  public static List<Threshold> parse(String text) {
    return Arrays.stream(text.split(","))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .map(Threshold::one)
        .toList();
  }

  private static Threshold one(String part) {
    var sides = part.split("<", 2);
    var signal = Arrays.stream(Signal.values()).filter(s -> s.word().equals(sides[0])).findFirst();
    if (sides.length < 2 || signal.isEmpty()) {
      throw new IllegalArgumentException(
          "wants one of %s, then < and an amount; got %s"
              .formatted(Arrays.stream(Signal.values()).map(Signal::word).toList(), part));
    }
    return new Threshold(signal.get(), sides[1]);
  }

  /// @param available how much is left
  /// @param capacity how much there is in all
  boolean isCrossed(long available, long capacity) {
    return available < least(text, capacity).value();
  }

  /// What has to be left, in the signal's unit.
  Amount least(long capacity) {
    return least(text, capacity);
  }

  private static Amount least(String text, long capacity) {
    return Optional.of(text)
        .filter(t -> t.endsWith("%"))
        .map(t -> Double.parseDouble(t.substring(0, t.length() - 1)))
        .map(percent -> Amount.ofBytes((long) (capacity * percent / 100)))
        .orElseGet(() -> Amount.parse(text));
  }
}
