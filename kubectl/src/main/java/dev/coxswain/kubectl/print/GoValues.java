package dev.coxswain.kubectl.print;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// Values as Go's `%v` shows them: `map[a:1 b:2]`, `[x y]`.
public final class GoValues {
  private GoValues() {}

  public static String show(JsonNode value) {
    if (value.isArray()) {
      return StreamSupport.stream(value.spliterator(), false)
          .map(GoValues::show)
          .collect(Collectors.joining(" ", "[", "]"));
    }
    if (value.isObject()) {
      var sorted = new TreeMap<String, String>();
      value.properties().forEach(entry -> sorted.put(entry.getKey(), show(entry.getValue())));
      return sorted.entrySet().stream()
          .map(entry -> entry.getKey() + ":" + entry.getValue())
          .collect(Collectors.joining(" ", "map[", "]"));
    }
    return value.asText();
  }
}
