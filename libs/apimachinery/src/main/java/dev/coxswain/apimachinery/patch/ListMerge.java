package dev.coxswain.apimachinery.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.apimachinery.schema.Field;
import dev.coxswain.apimachinery.schema.Schema;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.GoValues;
import dev.coxswain.apimachinery.status.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// Merges the elements of a list: scalars by value, objects by their merge key.
final class ListMerge {
  private ListMerge() {}

  static ArrayNode merge(ArrayNode before, ArrayNode changes, Field field, boolean removes) {
    if (before.isEmpty() && changes.isEmpty()) {
      return before;
    }
    if (!ofObjects(before, changes)) {
      return removes ? without(before, changes) : scalars(before, changes);
    }
    var key =
        field
            .mergeKey()
            .orElseThrow(
                () -> Directives.failure("cannot merge lists without merge key for type struct"));
    return objects(elements(before), elements(changes), key, field.schema().element());
  }

  /// Whether the elements are objects; all of both lists are of one type.
  static boolean ofObjects(ArrayNode before, ArrayNode changes) {
    var types = new LinkedHashSet<String>();
    for (var list : List.of(before, changes)) {
      for (var element : list) {
        if (types.isEmpty() && element.isArray()) {
          throw ApiException.of(new Refusal.Unprocessable());
        }
        types.add(GoValues.type(element));
        if (types.size() > 1) {
          throw Directives.failure(
              "list element types are not identical: [%s %s]"
                  .formatted(GoValues.text(before), GoValues.text(changes)));
        }
      }
    }
    return types.contains("map[string]interface {}");
  }

  static List<JsonNode> elements(ArrayNode list) {
    var elements = new ArrayList<JsonNode>();
    list.forEach(elements::add);
    return elements;
  }

  static ArrayNode list(List<JsonNode> elements) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    elements.forEach(list::add);
    return list;
  }

  private static ArrayNode without(ArrayNode before, ArrayNode removed) {
    var gone = elements(removed);
    return list(elements(before).stream().filter(element -> !gone.contains(element)).toList());
  }

  private static ArrayNode scalars(ArrayNode before, ArrayNode changes) {
    var both = new ArrayList<>(elements(before));
    both.addAll(elements(changes));
    var merged = both.stream().distinct().toList();
    return ElementOrder.arrange(merged, elements(changes), elements(before), Optional.empty());
  }

  private static ArrayNode objects(
      List<JsonNode> before, List<JsonNode> changes, String key, Schema schema) {
    var kept = new ArrayList<>(before);
    var additions = new ArrayList<JsonNode>();
    var replaces = false;
    for (var change : changes) {
      var directive = change.get(Directives.PATCH);
      if (directive == null) {
        additions.add(change);
        continue;
      }
      switch (directive.asText()) {
        case Directives.DELETE -> {
          var value = keyOf(change, key);
          kept.removeIf(element -> value.equals(element.get(key)));
        }
        case Directives.REPLACE -> replaces = true;
        case Directives.MERGE ->
            throw Directives.failure("merging lists cannot yet be specified in the patch");
        default -> throw Directives.unknown(directive, (ObjectNode) change);
      }
    }
    if (replaces) {
      return list(additions);
    }
    var order = List.copyOf(kept);
    additions.forEach(addition -> mergeInto(kept, (ObjectNode) addition, key, schema));
    return ElementOrder.arrange(kept, additions, order, Optional.of(key));
  }

  private static void mergeInto(
      List<JsonNode> elements, ObjectNode addition, String key, Schema schema) {
    var value = keyOf(addition, key);
    for (int i = 0; i < elements.size(); i++) {
      if (elements.get(i) instanceof ObjectNode element && value.equals(element.get(key))) {
        elements.set(i, StrategicMergePatch.merge(element, addition, schema));
        return;
      }
    }
    elements.add(Directives.drop(addition));
  }

  private static JsonNode keyOf(JsonNode element, String key) {
    var value = element.get(key);
    if (value == null) {
      throw Directives.failure(
          "map: " + GoValues.text(element) + " does not contain declared merge key: " + key);
    }
    return value;
  }
}
