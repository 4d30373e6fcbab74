package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.kubectl.jsonpath.JsonPath;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What `wait --for` waits for. Pure.
sealed interface AwaitedState {
  /// A condition of the status, observed since the last change.
  record Condition(String type, String value) implements AwaitedState {
    @Override
    public boolean holds(JsonNode object) {
      JsonNode status = object.path("status");
      long generation = object.path("metadata").path("generation").asLong();
      for (JsonNode condition : status.path("conditions")) {
        if (condition.path("type").asText().equalsIgnoreCase(type)) {
          long observed =
              condition
                  .path("observedGeneration")
                  .asLong(status.path("observedGeneration").asLong(generation));
          return observed >= generation
              && condition.path("status").asText().equalsIgnoreCase(value);
        }
      }
      return false;
    }
  }

  /// A value somewhere in the object; without one, that there is any.
  record Value(JsonPath path, Optional<String> value) implements AwaitedState {
    @Override
    public boolean holds(JsonNode object) {
      List<JsonNode> found = path.values(object);
      return found.size() == 1
          && value.map(one -> JsonPath.show(found.getFirst()).equals(one)).orElse(true);
    }
  }

  boolean holds(JsonNode object);

  /// @param text the argument of `--for`
  static AwaitedState parse(String text) {
    if (text.startsWith("condition=")) {
      String[] parts = text.substring("condition=".length()).split("=", 2);
      return new Condition(parts[0], parts.length == 2 ? parts[1] : "true");
    }
    if (text.startsWith("jsonpath=")) {
      String rest = text.substring("jsonpath=".length());
      int end = rest.lastIndexOf('}');
      int equals = rest.indexOf('=', Math.max(end, 0));
      String path = equals < 0 ? rest : rest.substring(0, equals);
      return new Value(
          JsonPath.relaxed(path.replaceAll("^'|'$", "")),
          equals < 0 ? Optional.empty() : Optional.of(rest.substring(equals + 1)));
    }
    throw new KubectlAction.Failure(
        "unrecognized condition: \"%s\"".formatted(text.toLowerCase(Locale.ROOT)));
  }
}
