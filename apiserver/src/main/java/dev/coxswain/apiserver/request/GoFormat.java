package dev.coxswain.apiserver.request;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// Trees and type errors as Go prints them in messages about strategic merge patches.
final class GoFormat {
  private static final Pattern TYPE_ERROR =
      Pattern.compile("json: cannot unmarshal (\\S+).* (?:of type|value of type) (.+)");
  private static final Map<String, String> TYPES =
      Map.of(
          "number", "int64",
          "object", "map[string]interface {}",
          "array", "[]interface {}");

  private GoFormat() {}

  /// Like `%+v`: `map[data:map[a:1]]`.
  static String of(JsonNode tree) {
    if (tree.isObject()) {
      var sorted = new TreeMap<String, String>();
      tree.properties().forEach(field -> sorted.put(field.getKey(), of(field.getValue())));
      return sorted.entrySet().stream()
          .map(field -> field.getKey() + ":" + field.getValue())
          .collect(Collectors.joining(" ", "map[", "]"));
    }
    if (tree.isArray()) {
      return StreamSupport.stream(tree.spliterator(), false)
          .map(GoFormat::of)
          .collect(Collectors.joining(" ", "[", "]"));
    }
    return tree.isNull() ? "<nil>" : tree.asText();
  }

  /// The complaint of the JSON decoder, as upstream's converter puts it: `cannot convert int64 to string`.
  static String conversion(String jsonError) {
    var match = TYPE_ERROR.matcher(jsonError);
    return match.matches()
        ? "cannot convert %s to %s"
            .formatted(TYPES.getOrDefault(match.group(1), match.group(1)), match.group(2))
        : jsonError;
  }
}
