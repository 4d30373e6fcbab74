package dev.coxswain.apimachinery.apply;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;

/// Compares JSON values: numbers by what they are worth, however they are written.
final class JsonValues {
  private JsonValues() {}

  static boolean equal(JsonNode a, JsonNode b) {
    if (a.isNumber() && b.isNumber()) {
      return compareNumbers(a, b) == 0;
    }
    if (a.isObject() && b.isObject()) {
      return a.size() == b.size() && sameFields(a, b);
    }
    if (a.isArray() && b.isArray()) {
      return a.size() == b.size() && sameElements(a.elements(), b.elements());
    }
    return a.equals(b);
  }

  /// Numbers, then texts, then booleans; everything else by its text.
  static int compare(JsonNode a, JsonNode b) {
    if (a.isNumber() && b.isNumber()) {
      return compareNumbers(a, b);
    }
    if (a.isTextual() && b.isTextual()) {
      return a.textValue().compareTo(b.textValue());
    }
    if (a.isBoolean() && b.isBoolean()) {
      return Boolean.compare(a.booleanValue(), b.booleanValue());
    }
    var byRank = Integer.compare(rank(a), rank(b));
    return byRank != 0 ? byRank : a.toString().compareTo(b.toString());
  }

  private static int rank(JsonNode value) {
    return value.isNumber()
        ? 0
        : value.isTextual()
            ? 1
            : value.isBoolean() ? 2 : value.isArray() ? 3 : value.isObject() ? 4 : 5;
  }

  private static int compareNumbers(JsonNode a, JsonNode b) {
    return a.canConvertToLong()
            && b.canConvertToLong()
            && a.isIntegralNumber()
            && b.isIntegralNumber()
        ? Long.compare(a.longValue(), b.longValue())
        : a.decimalValue().compareTo(b.decimalValue());
  }

  private static boolean sameFields(JsonNode a, JsonNode b) {
    for (var field : a.properties()) {
      var other = b.get(field.getKey());
      if (other == null || !equal(field.getValue(), other)) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameElements(Iterator<JsonNode> a, Iterator<JsonNode> b) {
    while (a.hasNext()) {
      if (!equal(a.next(), b.next())) {
        return false;
      }
    }
    return true;
  }
}
