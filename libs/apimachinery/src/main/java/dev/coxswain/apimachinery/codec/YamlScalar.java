package dev.coxswain.apimachinery.codec;

import java.math.BigInteger;
import java.util.Map;
import java.util.regex.Pattern;

/// What a YAML scalar without quotes means to go-yaml 2: YAML 1.1 with a few exceptions.
sealed interface YamlScalar {
  record Text(String text) implements YamlScalar {}

  record Bool(boolean value) implements YamlScalar {}

  record Int(BigInteger value) implements YamlScalar {}

  record Decimal(double value) implements YamlScalar {}

  /// Looks like a date; JSON gets the text.
  record Timestamp(String text) implements YamlScalar {}

  record Null() implements YamlScalar {}

  static YamlScalar of(String text) {
    var word = Words.TABLE.get(text);
    if (word != null) {
      return word;
    }
    return switch (text.charAt(0)) {
      case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '+', '-', '.' -> Numbers.of(text);
      default -> new Text(text);
    };
  }

  /// Whether text must be quoted to be read as text, also by readers that know base 60.
  static boolean needsQuotes(String text) {
    return !(of(text) instanceof Text) || Numbers.BASE_60.matcher(text).matches();
  }

  /// The words that are no text.
  final class Words {
    private static final Map<String, YamlScalar> TABLE = new java.util.HashMap<>();

    static {
      add(new Null(), "", "~", "null", "Null", "NULL");
      add(new Bool(true), "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
      add(
          new Bool(false),
          "n",
          "N",
          "no",
          "No",
          "NO",
          "false",
          "False",
          "FALSE",
          "off",
          "Off",
          "OFF");
      add(new Decimal(Double.NaN), ".nan", ".NaN", ".NAN");
      add(new Decimal(Double.POSITIVE_INFINITY), ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF");
      add(new Decimal(Double.NEGATIVE_INFINITY), "-.inf", "-.Inf", "-.INF");
    }

    private Words() {}

    private static void add(YamlScalar meaning, String... words) {
      for (var word : words) {
        TABLE.put(word, meaning);
      }
    }
  }

  /// Numbers and dates.
  final class Numbers {
    private static final Pattern BASE_60 =
        Pattern.compile("[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\\.[0-9_]*)?");
    private static final Pattern DECIMAL =
        Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final Pattern INT =
        Pattern.compile(
            "([-+]?)(?:0[xX](?<hex>[0-9a-fA-F]+)|0[bB](?<bin>[01]+)|0[oO]?(?<oct>[0-7]+)"
                + "|(?<dec>0|[1-9][0-9]*))");
    private static final Pattern TIMESTAMP =
        Pattern.compile(
            "\\d{4}-(0?[1-9]|1[0-2])-(0?[1-9]|[12]\\d|3[01])"
                + "([Tt]\\d{1,2}:\\d{1,2}:\\d{1,2}(\\.\\d+)?(Z|[-+]\\d\\d:\\d\\d)"
                + "| \\d{1,2}:\\d{1,2}:\\d{1,2}(\\.\\d+)?)?");
    private static final BigInteger MAX = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
    private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);

    private Numbers() {}

    static YamlScalar of(String text) {
      if (text.charAt(0) != '.') {
        if (TIMESTAMP.matcher(text).matches()) {
          return new Timestamp(text);
        }
        var integer = integer(text.replace("_", ""));
        if (integer != null) {
          return new Int(integer);
        }
      }
      var plain = text.replace("_", "");
      return DECIMAL.matcher(plain).matches()
          ? new Decimal(Double.parseDouble(plain))
          : new Text(text);
    }

    /// Null when the text is no integer of 64 bits.
    private static BigInteger integer(String plain) {
      var match = INT.matcher(plain);
      if (!match.matches()) {
        return null;
      }
      var size =
          match.group("hex") != null
              ? new BigInteger(match.group("hex"), 16)
              : match.group("bin") != null
                  ? new BigInteger(match.group("bin"), 2)
                  : match.group("oct") != null
                      ? new BigInteger(match.group("oct"), 8)
                      : new BigInteger(match.group("dec"));
      var value = plain.startsWith("-") ? size.negate() : size;
      return value.compareTo(MIN) < 0 || value.compareTo(MAX) > 0 ? null : value;
    }
  }
}
