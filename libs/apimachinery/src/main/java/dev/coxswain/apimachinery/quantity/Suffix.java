package dev.coxswain.apimachinery.quantity;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What follows the digits of a quantity: a factor, `base ^ exponent`, and the notation it belongs
/// to.
record Suffix(Notation notation, int base, int exponent) {

  /// The way an amount was written, which is the way it is printed again.
  enum Notation {
    DECIMAL,
    DECIMAL_EXPONENT,
    BINARY
  }

  private static final Map<Integer, String> DECIMAL =
      Map.of(-9, "n", -6, "u", -3, "m", 0, "", 3, "k", 6, "M", 9, "G", 12, "T", 15, "P", 18, "E");
  private static final Map<Integer, String> BINARY =
      Map.of(0, "", 10, "Ki", 20, "Mi", 30, "Gi", 40, "Ti", 50, "Pi", 60, "Ei");
  private static final Map<String, Suffix> BY_TEXT =
      Stream.concat(
              DECIMAL.keySet().stream().map(e -> new Suffix(Notation.DECIMAL, 10, e)),
              BINARY.keySet().stream()
                  .filter(e -> e != 0)
                  .map(e -> new Suffix(Notation.BINARY, 2, e)))
          .collect(Collectors.toUnmodifiableMap(Suffix::text, suffix -> suffix));

  /// Empty when the text is no suffix.
  static Optional<Suffix> parse(String text) {
    var known = BY_TEXT.get(text);
    if (known != null) {
      return Optional.of(known);
    }
    if (text.length() > 1 && (text.charAt(0) == 'e' || text.charAt(0) == 'E')) {
      try {
        var exponent = Integer.parseInt(text, 1, text.length(), 10);
        return Optional.of(new Suffix(Notation.DECIMAL_EXPONENT, 10, exponent));
      } catch (NumberFormatException _) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /// As it is printed; decimal exponents must be multiples of three between -9 and 18, binary ones
  /// multiples of ten up to 60.
  String text() {
    return switch (notation) {
      case DECIMAL -> DECIMAL.get(exponent);
      case BINARY -> BINARY.get(exponent);
      case DECIMAL_EXPONENT -> exponent == 0 ? "" : "e" + exponent;
    };
  }
}
