package dev.coxswain.kubectl.describe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// Tolerations and taints in one line each.
final class Tolerations {
  private Tolerations() {}

  static List<String> describe(JsonNode tolerations) {
    List<String> lines = new ArrayList<>();
    tolerations.forEach(toleration -> lines.add(describeOne(toleration)));
    return lines;
  }

  private static String describeOne(JsonNode toleration) {
    var text = new StringBuilder(toleration.path("key").asText());
    if (!toleration.path("value").asText().isEmpty()) {
      text.append('=').append(toleration.path("value").asText());
    }
    if (!toleration.path("effect").asText().isEmpty()) {
      text.append(':').append(toleration.path("effect").asText());
    }
    if (toleration.path("operator").asText().equals("Exists")
        && toleration.path("value").asText().isEmpty()) {
      text.append(text.isEmpty() ? "op=Exists" : " op=Exists");
    }
    if (toleration.has("tolerationSeconds")) {
      text.append(" for ").append(toleration.path("tolerationSeconds").asLong()).append('s');
    }
    return text.toString();
  }

  /// `key=value:Effect`.
  static String describeTaint(JsonNode taint) {
    String value = taint.path("value").asText();
    return taint.path("key").asText()
        + (value.isEmpty() ? "" : "=" + value)
        + ":"
        + taint.path("effect").asText();
  }
}
