package dev.coxswain.kubectl.describe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Any object, field by field: what is shown of kinds without a description of their own.
final class GenericDescriber {
  private static final Set<String> SHOWN_ABOVE =
      Set.of("managedFields", "name", "namespace", "labels", "annotations");
  private static final Set<String> ABBREVIATIONS = Set.of("API", "URL", "UID", "OSB", "GUID", "IP");
  private static final Pattern WORDS = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

  private GenericDescriber() {}

  static void addTo(Description text, JsonNode object, Describer.Lookup lookup) {
    Describer.head(text, object);
    if (!object.path("metadata").has("namespace")) {
      text.field(0, "Namespace", "");
    }
    members(text, object, 0, "");
  }

  private static void members(Description text, JsonNode object, int level, String path) {
    var sorted = new TreeMap<String, JsonNode>();
    object.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    sorted.forEach((name, value) -> {
      if (!path.equals("metadata") || !SHOWN_ABOVE.contains(name)) {
        member(text, heading(name), value, level, path.isEmpty() ? name : path + "." + name);
      }
    });
  }

  private static void member(
      Description text, String heading, JsonNode value, int level, String path) {
    if (value.isObject()) {
      text.line(level, "%s:", heading);
      members(text, value, level + 1, path);
    } else if (value.isArray()) {
      text.line(level, "%s:", heading);
      for (JsonNode element : value) {
        if (element.isObject()) {
          members(text, element, level + 1, path);
        } else {
          text.line(level + 1, "%s", element.asText());
        }
      }
    } else {
      text.line(level, "%s:\t%s", heading, value.isNull() ? "<nil>" : value.asText());
    }
  }

  /// `creationTimestamp` becomes `Creation Timestamp`, `apiVersion` `API Version`.
  static String heading(String name) {
    var text = new StringBuilder();
    for (String word : WORDS.split(name)) {
      String upper = word.toUpperCase(Locale.ROOT);
      text.append(text.isEmpty() ? "" : " ")
          .append(
              ABBREVIATIONS.contains(upper)
                  ? upper
                  : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return text.toString();
  }
}
