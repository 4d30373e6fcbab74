package dev.coxswain.apimachinery.validation;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Sentences that several checks share.
public final class Messages {
  public static final String NON_NEGATIVE = "must be greater than or equal to 0";
  public static final String IMMUTABLE = "field is immutable";

  private Messages() {}

  public static String maxCharacters(int length) {
    return "must be no more than " + length + " characters";
  }

  public static String maxBytes(int length) {
    return "must be no more than " + length + " bytes";
  }

  public static String between(long low, long high) {
    return "must be between " + low + " and " + high + ", inclusive";
  }

  /// What was wanted, with examples and the expression that decides.
  public static String regex(String message, String expression, String... examples) {
    if (examples.length == 0) {
      return message + " (regex used for validation is '" + expression + "')";
    }
    var list = Stream.of(examples).map(e -> "'" + e + "', ").collect(Collectors.joining(" or "));
    return message + " (e.g. " + list + "regex used for validation is '" + expression + "')";
  }
}
