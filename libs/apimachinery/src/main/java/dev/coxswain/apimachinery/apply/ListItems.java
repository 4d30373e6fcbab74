package dev.coxswain.apimachinery.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.coxswain.apimachinery.schema.Schema;
import dev.coxswain.apimachinery.schema.Schema.ListOf;
import dev.coxswain.apimachinery.status.GoText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The elements of a list that is a set or a map, with what identifies each.
///
/// @param order the identity of each element, in the order of the list
/// @param byElement the values with that identity; more than one when the list has duplicates
record ListItems(List<PathElement> order, Map<PathElement, List<JsonNode>> byElement) {

  /// Indexes a list; `null` and what is no list have no elements.
  ///
  /// @throws MergeException if an element has no identity
  static ListItems of(ListOf schema, JsonNode list) {
    var order = new ArrayList<PathElement>();
    var byElement = new TreeMap<PathElement, List<JsonNode>>();
    if (list != null && list.isArray()) {
      for (int i = 0; i < list.size(); i++) {
        var element = identity(schema, list.get(i), i);
        order.add(element);
        byElement.computeIfAbsent(element, _ -> new ArrayList<>()).add(list.get(i));
      }
    }
    return new ListItems(order, byElement);
  }

  List<JsonNode> values(PathElement element) {
    return byElement.getOrDefault(element, List.of());
  }

  boolean has(PathElement element) {
    return byElement.containsKey(element);
  }

  boolean isDuplicated(PathElement element) {
    return values(element).size() > 1;
  }

  private static PathElement identity(ListOf schema, JsonNode item, int index) {
    try {
      return schema.type() == Schema.ListType.MAP ? key(schema, item) : value(item);
    } catch (MergeException e) {
      throw new MergeException("element " + index + ": " + e.getMessage());
    }
  }

  private static PathElement key(ListOf schema, JsonNode item) {
    if (item.isNull()) {
      throw new MergeException("associative list with keys may not have a null element");
    }
    if (!item.isObject()) {
      throw new MergeException("associative list with keys may not have non-map elements");
    }
    var fields = new ArrayList<PathElement.KeyField>();
    for (var key : schema.keys()) {
      var value = item.get(key.name());
      if (value == null) {
        value =
            key.defaultValue()
                .map(TextNode::valueOf)
                .orElseThrow(() ->
                    new MergeException(
                        "associative list with keys has an element that omits key field "
                            + GoText.quote(key.name())
                            + " (and doesn't have default value)"));
      }
      fields.add(new PathElement.KeyField(key.name(), value));
    }
    return new PathElement.Key(fields);
  }

  private static PathElement value(JsonNode item) {
    if (item.isObject()) {
      throw new MergeException("associative list without keys has an element that's a map type");
    }
    if (item.isArray()) {
      throw new MergeException("not supported: associative list with lists as elements");
    }
    if (item.isNull()) {
      throw new MergeException(
          "associative list without keys has an element that's an explicit null");
    }
    return new PathElement.Value(item);
  }
}
