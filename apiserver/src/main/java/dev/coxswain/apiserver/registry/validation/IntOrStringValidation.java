package dev.coxswain.apiserver.registry.validation;

import dev.coxswain.api.util.intstr.IntOrString;
import dev.coxswain.apimachinery.intstr.IntOrStrings;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import java.math.BigInteger;
import java.util.regex.Pattern;

/// The rules for numbers that may also be percentages.
public final class IntOrStringValidation {
  private static final Pattern NUMBER = Pattern.compile("([+-]?[0-9]+)%?");
  private static final BigInteger WHOLE = BigInteger.valueOf(100);

  private IntOrStringValidation() {}

  /// A number from zero up, or a percentage.
  public static void checkPositive(IntOrString value, FieldPath path, Problems problems) {
    if (IntOrStrings.isText(value)) {
      problems.invalid(path, value.getStrVal(), Names.isValidPercent(value.getStrVal()));
    } else {
      problems.nonNegative(path, value.getIntVal());
    }
  }

  public static void checkAtMostWhole(IntOrString value, FieldPath path, Problems problems) {
    if (IntOrStrings.isText(value)
        && Names.isValidPercent(value.getStrVal()).isEmpty()
        && number(value.getStrVal()).compareTo(WHOLE) > 0) {
      problems.invalid(path, value.getStrVal(), "must not be greater than 100%");
    }
  }

  /// Whether the value is nothing but zero, as a text that is no number is, too.
  public static boolean isZero(IntOrString value) {
    return IntOrStrings.isText(value)
        ? number(value.getStrVal()).signum() == 0
        : value.getIntVal() == 0;
  }

  /// The value as messages show it.
  public static Object shown(IntOrString value) {
    return IntOrStrings.isText(value) ? value.getStrVal() : Integer.valueOf(value.getIntVal());
  }

  private static BigInteger number(String text) {
    var matcher = NUMBER.matcher(text);
    return matcher.matches() ? new BigInteger(matcher.group(1)) : BigInteger.ZERO;
  }
}
