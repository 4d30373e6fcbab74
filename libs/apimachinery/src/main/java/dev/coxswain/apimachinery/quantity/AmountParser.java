package dev.coxswain.apimachinery.quantity;

import dev.coxswain.apimachinery.quantity.Suffix.Notation;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/// Reads the text of a quantity: sign, digits, suffix.
final class AmountParser {
  static final String WRONG_FORMAT =
      "quantities must match the regular expression"
          + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
  private static final String WRONG_SUFFIX = "unable to parse quantity's suffix";
  private static final String WRONG_NUMBER = "unable to parse numeric part of quantity";
  private static final String SUFFIX_LETTERS = "eEinumkKMGTP";

  /// Nothing is smaller than one billionth; what is gets rounded away from zero.
  static final int MAX_DECIMALS = 9;

  /// An exponent beyond this can only be a mistake, and would cost memory by the digit.
  private static final int MAX_EXPONENT = 1000;

  private static final BigDecimal MAX_BINARY = BigDecimal.valueOf(Long.MAX_VALUE);

  private final String text;
  private int position;

  AmountParser(String text) {
    this.text = text;
  }

  Amount parse() {
    if (text.isEmpty()) {
      throw new IllegalArgumentException(WRONG_FORMAT);
    }
    var negative = text.charAt(0) == '-';
    if (negative || text.charAt(0) == '+') {
      position++;
    }
    var number = number();
    var suffix =
        Suffix.parse(suffix()).orElseThrow(() -> new IllegalArgumentException(WRONG_SUFFIX));
    return amount(number, suffix, negative);
  }

  /// No digits at all count as zero, as they do upstream.
  private BigDecimal number() {
    var whole = digits();
    var decimals = "";
    if (position < text.length() && text.charAt(position) == '.') {
      position++;
      decimals = digits();
    }
    return new BigDecimal(new BigInteger("0" + whole + decimals), decimals.length());
  }

  private String digits() {
    var start = position;
    while (position < text.length() && isDigit(text.charAt(position))) {
      position++;
    }
    return text.substring(start, position);
  }

  private String suffix() {
    var start = position;
    while (position < text.length() && SUFFIX_LETTERS.indexOf(text.charAt(position)) >= 0) {
      position++;
    }
    if (position < text.length()
        && (text.charAt(position) == '+' || text.charAt(position) == '-')) {
      position++;
    }
    digits();
    if (position < text.length()) {
      throw new IllegalArgumentException(WRONG_FORMAT);
    }
    return text.substring(start);
  }

  private static Amount amount(BigDecimal number, Suffix suffix, boolean negative) {
    if (suffix.exponent() > MAX_EXPONENT) {
      throw new IllegalArgumentException(WRONG_NUMBER);
    }
    var value = scaled(number, suffix);
    var notation = suffix.notation();
    if (notation == Notation.BINARY) {
      value = value.min(MAX_BINARY);
      if (value.signum() > 0 && value.compareTo(BigDecimal.ONE) < 0) {
        notation = Notation.DECIMAL;
      }
    }
    return new Amount(negative ? value.negate() : value, notation);
  }

  private static BigDecimal scaled(BigDecimal number, Suffix suffix) {
    if (number.signum() == 0) {
      return BigDecimal.ZERO;
    }
    if (suffix.exponent() < -MAX_EXPONENT) {
      return BigDecimal.ONE.movePointLeft(MAX_DECIMALS);
    }
    var value =
        suffix.base() == 2
            ? number.multiply(new BigDecimal(BigInteger.TWO.pow(suffix.exponent())))
            : number.scaleByPowerOfTen(suffix.exponent());
    return value.scale() > MAX_DECIMALS ? value.setScale(MAX_DECIMALS, RoundingMode.UP) : value;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
