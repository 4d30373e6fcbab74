package dev.coxswain.apimachinery.validation;

import java.util.List;

/// Numbers that must lie in a range.
public final class Numbers {
  private Numbers() {}

  public static List<String> isValidPort(int port) {
    return isInRange(port, 1, 65535);
  }

  public static List<String> isValidId(long id) {
    return isInRange(id, 0, Integer.MAX_VALUE);
  }

  public static List<String> isInRange(long value, long low, long high) {
    return value >= low && value <= high ? List.of() : List.of(Messages.between(low, high));
  }

  public static List<String> isNonNegative(long value) {
    return value >= 0 ? List.of() : List.of(Messages.NON_NEGATIVE);
  }
}
