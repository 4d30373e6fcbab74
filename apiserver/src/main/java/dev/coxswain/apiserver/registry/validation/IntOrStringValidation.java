package dev.coxswain.apiserver.registry.validation;

import dev.coxswain.api.util.intstr.IntOrString;
import dev.coxswain.apimachinery.intstr.IntOrStrings;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;

/// The rules for numbers that may also be percentages.
public final class IntOrStringValidation {
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
        && IntOrStrings.scaled(value, 100, false) > 100) {
      problems.invalid(path, value.getStrVal(), "must not be greater than 100%");
    }
  }

  /// `0` and `0%`.
  public static boolean isZero(IntOrString value) {
    var text = IntOrStrings.text(value);
    return text.equals("0") || text.equals("0%");
  }

  /// The value as messages show it.
  public static Object shown(IntOrString value) {
    return IntOrStrings.isText(value) ? value.getStrVal() : Integer.valueOf(value.getIntVal());
  }
}
