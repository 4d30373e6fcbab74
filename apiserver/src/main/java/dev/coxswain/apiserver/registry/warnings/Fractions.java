package dev.coxswain.apiserver.registry.warnings;

import dev.coxswain.apimachinery.quantity.Amount;

/// Amounts of bytes that are no whole numbers.
final class Fractions {
  private Fractions() {}

  static String message(Amount amount) {
    return "fractional byte value \"%s\" is invalid, must be an integer".formatted(amount);
  }
}
