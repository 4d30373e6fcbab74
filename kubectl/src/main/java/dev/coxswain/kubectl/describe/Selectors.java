package dev.coxswain.kubectl.describe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Label selectors as text.
final class Selectors {
  private Selectors() {}

  /// `a=b,c in (d,e)`.
  static String describe(JsonNode selector) {
    List<String> terms = new ArrayList<>();
    Description.sorted(selector.path("matchLabels"))
        .forEach((key, value) -> terms.add(key + "=" + value));
    for (JsonNode term : selector.path("matchExpressions")) {
      terms.add(expression(term));
    }
    return terms.isEmpty() ? "<none>" : String.join(",", terms);
  }

  private static String expression(JsonNode term) {
    String key = term.path("key").asText();
    var values = new TreeSet<String>();
    term.path("values").forEach(value -> values.add(value.asText()));
    return switch (term.path("operator").asText()) {
      case "In" -> "%s in (%s)".formatted(key, String.join(",", values));
      case "NotIn" -> "%s notin (%s)".formatted(key, String.join(",", values));
      case "Exists" -> key;
      default -> "!" + key;
    };
  }
}
