package dev.coxswain.apimachinery.status;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.TreeMap;

/// JSON values as Go prints them in messages.
public final class GoValues {
  private GoValues() {}

  /// As `%v`: `map[a:1 b:[x y]]`.
  public static String text(JsonNode value) {
    if (value.isObject()) {
      var fields = new TreeMap<String, String>();
      value.properties().forEach(f -> fields.put(f.getKey(), text(f.getValue())));
      var parts = new ArrayList<String>();
      fields.forEach((name, text) -> parts.add(name + ":" + text));
      return "map[" + String.join(" ", parts) + "]";
    }
    if (value.isArray()) {
      var parts = new ArrayList<String>();
      value.forEach(element -> parts.add(text(element)));
      return "[" + String.join(" ", parts) + "]";
    }
    return value.isNull() ? "<nil>" : value.asText();
  }

  /// As `%#v`: `map[string]interface {}{"a":1, "b":[]interface {}{"x"}}`.
  public static String source(JsonNode value) {
    if (value.isObject()) {
      var fields = new TreeMap<String, String>();
      value.properties().forEach(f -> fields.put(f.getKey(), source(f.getValue())));
      var parts = new ArrayList<String>();
      fields.forEach((name, text) -> parts.add(GoText.quote(name) + ":" + text));
      return type(value) + "{" + String.join(", ", parts) + "}";
    }
    if (value.isArray()) {
      var parts = new ArrayList<String>();
      value.forEach(element -> parts.add(source(element)));
      return type(value) + "{" + String.join(", ", parts) + "}";
    }
    if (value.isNull()) {
      return "interface {}(nil)";
    }
    return value.isTextual() ? GoText.quote(value.textValue()) : value.asText();
  }

  /// The Go type of a decoded value, as `%T`.
  public static String type(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "string";
      case BOOLEAN -> "bool";
      case NUMBER -> value.isIntegralNumber() ? "int64" : "float64";
      case OBJECT, POJO -> "map[string]interface {}";
      case ARRAY -> "[]interface {}";
      case NULL, MISSING, BINARY -> "<nil>";
    };
  }
}
