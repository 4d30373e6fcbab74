package dev.coxswain.apimachinery.codec;

import java.math.BigDecimal;

/// Floating point numbers as Go's `%g` writes them.
final class GoFloat {
  private static final int MAX_EXPONENT = 21;

  private GoFloat() {}

  /// The shortest digits that read back as the same number; an exponent below -4 and from 21 on.
  static String format(double value) {
    if (value == 0) {
      return "0";
    }
    var shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    var digits = shortest.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - shortest.scale();
    if (exponent >= -4 && exponent < MAX_EXPONENT) {
      return shortest.toPlainString();
    }
    var fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
    return "%s%s%se%s%02d"
        .formatted(
            value < 0 ? "-" : "",
            digits.charAt(0),
            fraction,
            exponent < 0 ? "-" : "+",
            Math.abs(exponent));
  }
}
