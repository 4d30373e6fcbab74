package dev.coxswain.apimachinery.intstr;

import dev.coxswain.api.util.intstr.IntOrString;
import java.util.regex.Pattern;

/// Makes and reads the API's `IntOrString`.
public final class IntOrStrings {
  private static final long NUMBER = 0;
  private static final long TEXT = 1;
  private static final Pattern PERCENT = Pattern.compile("[+-]?\\d+%");

  private IntOrStrings() {}

  public static IntOrString of(int value) {
    return IntOrString.newBuilder().setType(NUMBER).setIntVal(value).build();
  }

  public static IntOrString of(String value) {
    return IntOrString.newBuilder().setType(TEXT).setStrVal(value).build();
  }

  public static boolean isText(IntOrString value) {
    return value.getType() == TEXT;
  }

  /// The number, or that percentage of `total`.
  ///
  /// @throws IllegalArgumentException if the value is text but no percentage
  public static int scaled(IntOrString value, int total, boolean roundUp) {
    if (!isText(value)) {
      return value.getIntVal();
    }
    var text = value.getStrVal();
    if (!PERCENT.matcher(text).matches()) {
      throw new IllegalArgumentException(
          text.endsWith("%")
              ? "invalid value for IntOrString: invalid value \"" + text + "\""
              : "invalid value for IntOrString: invalid type: string is not a percentage");
    }
    long percent = Long.parseLong(text.substring(0, text.length() - 1));
    long product = percent * total;
    return Math.toIntExact(roundUp ? Math.ceilDiv(product, 100L) : product / 100);
  }

  /// As people write it: `80` or `http`.
  public static String text(IntOrString value) {
    return isText(value) ? value.getStrVal() : Integer.toString(value.getIntVal());
  }
}
