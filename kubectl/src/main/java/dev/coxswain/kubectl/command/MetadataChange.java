package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The words `TYPE NAME KEY=VALUE KEY-` of `label` and `annotate`: which objects, and what changes.
/// Pure.
///
/// @param objects the words that name objects
/// @param set what is added or changed
/// @param removed keys to remove
record MetadataChange(List<String> objects, Map<String, String> set, List<String> removed) {
  MetadataChange {
    objects = List.copyOf(objects);
    removed = List.copyOf(removed);
  }

  /// @param what `label` or `annotation`
  static MetadataChange parse(List<String> words, String what) {
    List<String> objects = new ArrayList<>();
    Map<String, String> set = new LinkedHashMap<>();
    List<String> removed = new ArrayList<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        set.put(word.substring(0, equals), word.substring(equals + 1));
      } else if (word.endsWith("-") && word.length() > 1) {
        removed.add(word.substring(0, word.length() - 1));
      } else if (!set.isEmpty() || !removed.isEmpty()) {
        throw new KubectlAction.Failure(
            "all resources must be specified before %s changes: %s".formatted(what, word));
      } else {
        objects.add(word);
      }
    }
    for (String key : removed) {
      if (set.containsKey(key)) {
        throw new KubectlAction.Failure(
            "cannot modify a %s that is also being removed: %s".formatted(what, key));
      }
    }
    return new MetadataChange(objects, set, removed);
  }

  boolean isEmpty() {
    return set.isEmpty() && removed.isEmpty();
  }

  /// Whether an object would differ afterwards.
  boolean changes(JsonNode present) {
    return set.entrySet().stream()
            .anyMatch(entry -> !entry.getValue().equals(present.path(entry.getKey()).asText(null)))
        || removed.stream().anyMatch(present::has);
  }

  /// The keys that an object has with another value.
  List<String> conflicts(JsonNode present) {
    return set.entrySet().stream()
        .filter(entry -> present.has(entry.getKey()))
        .filter(entry -> !present.path(entry.getKey()).asText().equals(entry.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /// @param field `labels` or `annotations`
  ObjectNode patch(String field) {
    var patch = JsonNodeFactory.instance.objectNode();
    var members = patch.putObject("metadata").putObject(field);
    set.forEach(members::put);
    removed.forEach(members::putNull);
    return patch;
  }
}
