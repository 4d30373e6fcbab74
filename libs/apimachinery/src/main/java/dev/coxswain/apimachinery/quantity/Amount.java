package dev.coxswain.apimachinery.quantity;

import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.apimachinery.quantity.Suffix.Notation;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/// An exact amount with the notation it is written in: decimal (`500m`, `2k`), binary (`2Gi`) or
/// with an exponent (`2e3`).
///
/// Two amounts are equal when they are the same number, however they are written.
public final class Amount implements Comparable<Amount> {
  public static final Amount ZERO = new Amount(BigDecimal.ZERO, Notation.DECIMAL);

  private static final BigDecimal MAX_LONG = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final BigDecimal KIBI = BigDecimal.valueOf(1024);
  private static final BigInteger KIBI_INTEGER = BigInteger.valueOf(1024);
  private static final int MAX_DECIMAL_EXPONENT = 18;
  private static final int MAX_BINARY_EXPONENT = 60;

  private final BigDecimal number;
  private final Notation notation;

  Amount(BigDecimal number, Notation notation) {
    this.number = number;
    this.notation = notation;
  }

  /// Reads an amount in any notation.
  ///
  /// @throws IllegalArgumentException in upstream's words if the text is no quantity
  public static Amount parse(String text) {
    return new AmountParser(text).parse();
  }

  /// The empty quantity is zero.
  ///
  /// @throws IllegalArgumentException if the text in it is no quantity
  public static Amount of(Quantity quantity) {
    return quantity.getString().isEmpty() ? ZERO : parse(quantity.getString());
  }

  /// A decimal amount of thousandths: `ofMilli(500)` is `500m`.
  public static Amount ofMilli(long milli) {
    return new Amount(BigDecimal.valueOf(milli, 3), Notation.DECIMAL);
  }

  /// A decimal amount: `ofUnits(2000)` is `2k`.
  public static Amount ofUnits(long units) {
    return new Amount(BigDecimal.valueOf(units), Notation.DECIMAL);
  }

  /// A binary amount: `ofBytes(2048)` is `2Ki`.
  public static Amount ofBytes(long bytes) {
    return new Amount(BigDecimal.valueOf(bytes), Notation.BINARY);
  }

  public Quantity toProto() {
    return Quantity.newBuilder().setString(toString()).build();
  }

  /// In whole units, rounded away from zero; at most what a long holds.
  public long value() {
    return rounded(number);
  }

  /// In thousandths, rounded away from zero; at most what a long holds.
  public long milliValue() {
    return rounded(number.scaleByPowerOfTen(3));
  }

  /// The exact number.
  public BigDecimal exact() {
    return number;
  }

  /// Whether it is a whole number of thousandths.
  public boolean isWholeMilli() {
    return number.signum() == 0 || number.stripTrailingZeros().scale() <= 3;
  }

  /// Whether it is a whole number.
  public boolean isWhole() {
    return number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
  }

  /// Written like this amount, or like the other when this one is zero.
  public Amount plus(Amount other) {
    return new Amount(number.add(other.number), isZero() ? other.notation : notation);
  }

  /// Written like this amount, or like the other when this one is zero.
  public Amount minus(Amount other) {
    return new Amount(number.subtract(other.number), isZero() ? other.notation : notation);
  }

  public Amount times(long factor) {
    return new Amount(number.multiply(BigDecimal.valueOf(factor)), notation);
  }

  public Amount negate() {
    return new Amount(number.negate(), notation);
  }

  public Amount max(Amount other) {
    return compareTo(other) >= 0 ? this : other;
  }

  public Amount min(Amount other) {
    return compareTo(other) <= 0 ? this : other;
  }

  public int signum() {
    return number.signum();
  }

  public boolean isZero() {
    return number.signum() == 0;
  }

  @Override
  public int compareTo(Amount other) {
    return number.compareTo(other.number);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Amount amount && compareTo(amount) == 0;
  }

  @Override
  public int hashCode() {
    return isZero() ? 0 : number.stripTrailingZeros().hashCode();
  }

  /// The canonical text: the largest suffix that leaves a whole number.
  @Override
  public String toString() {
    if (isZero()) {
      return "0";
    }
    return switch (notation) {
      case BINARY -> staysBinary() ? binary() : decimal(Notation.DECIMAL);
      case DECIMAL, DECIMAL_EXPONENT -> decimal(notation);
    };
  }

  /// Small amounts and fractions lose nothing, and confuse nobody, as decimals.
  private boolean staysBinary() {
    return isWhole() && number.abs().compareTo(KIBI) >= 0;
  }

  private String binary() {
    var mantissa = number.toBigIntegerExact();
    var exponent = 0;
    while (exponent < MAX_BINARY_EXPONENT && mantissa.mod(KIBI_INTEGER).signum() == 0) {
      mantissa = mantissa.divide(KIBI_INTEGER);
      exponent += 10;
    }
    return mantissa + new Suffix(Notation.BINARY, 2, exponent).text();
  }

  private String decimal(Notation as) {
    var exponent = Math.floorDiv(-number.stripTrailingZeros().scale(), 3) * 3;
    if (as == Notation.DECIMAL) {
      exponent = Math.min(exponent, MAX_DECIMAL_EXPONENT);
    }
    var mantissa = number.scaleByPowerOfTen(-exponent).toBigIntegerExact();
    return mantissa + new Suffix(as, 10, exponent).text();
  }

  private static long rounded(BigDecimal value) {
    if (value.abs().compareTo(MAX_LONG) >= 0) {
      return value.signum() > 0 ? Long.MAX_VALUE : -Long.MAX_VALUE;
    }
    return value.setScale(0, RoundingMode.UP).longValueExact();
  }
}
