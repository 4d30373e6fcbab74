package dev.coxswain.apimachinery.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.apimachinery.schema.Field;
import dev.coxswain.apimachinery.schema.Schema;
import dev.coxswain.apimachinery.status.GoValues;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// In which order the elements of a merged list stand.
final class ElementOrder {
  private ElementOrder() {}

  /// Merges the lists for which the patch sets an order, and takes them out of the patch.
  static void apply(ObjectNode original, ObjectNode patch, Schema schema) {
    for (var directive : new ArrayList<>(patch.properties())) {
      if (directive.getKey().startsWith(Directives.ELEMENT_ORDER)) {
        patch.remove(directive.getKey());
        var name = Directives.listOf(directive.getKey(), "setElementOrder list");
        order(original, patch, name, directive.getValue(), StrategicMergePatch.field(schema, name));
      }
    }
  }

  private static void order(
      ObjectNode original, ObjectNode patch, String name, JsonNode wanted, Field field) {
    var order = list(wanted).orElseThrow();
    var before = list(original.get(name));
    var changes = list(patch.remove(name));
    if (before.isEmpty() && changes.isEmpty()) {
      return;
    }
    changes.ifPresent(list -> checkOrder(list, order, field.mergeKey()));
    var merged =
        before.isEmpty()
            ? (ArrayNode) Directives.drop(changes.get())
            : changes.isEmpty()
                ? before.get()
                : StrategicMergePatch.list(before.get(), changes.get(), field, false);
    var beforeElements = before.map(ListMerge::elements).orElse(List.of());
    original.set(
        name,
        arrange(
            ListMerge.elements(merged),
            ListMerge.elements(order),
            beforeElements,
            field.mergeKey()));
  }

  /// Those that the patch speaks of stand in its order, the others in the order they had; where the
  /// two meet, one of the others goes first only if it stood first before.
  static ArrayNode arrange(
      List<JsonNode> merged,
      List<JsonNode> patchOrder,
      List<JsonNode> oldOrder,
      Optional<String> key) {
    var ofPatch = new ArrayList<JsonNode>();
    var others = new ArrayList<JsonNode>();
    for (var element : merged) {
      (index(patchOrder, element, key) >= 0 ? ofPatch : others).add(element);
    }
    ofPatch.sort(Comparator.comparingInt(element -> index(patchOrder, element, key)));
    others.sort(Comparator.comparingInt(element -> index(oldOrder, element, key)));
    ArrayNode result = JsonNodeFactory.instance.arrayNode();
    var i = 0;
    for (var element : ofPatch) {
      while (i < others.size() && stoodBefore(others.get(i), element, oldOrder, key)) {
        result.add(others.get(i++));
      }
      result.add(element);
    }
    others.subList(i, others.size()).forEach(result::add);
    return result;
  }

  private static boolean stoodBefore(
      JsonNode a, JsonNode b, List<JsonNode> oldOrder, Optional<String> key) {
    var place = index(oldOrder, a, key);
    var other = index(oldOrder, b, key);
    return place >= 0 && other >= 0 && place < other;
  }

  private static int index(List<JsonNode> list, JsonNode element, Optional<String> key) {
    for (int i = 0; i < list.size(); i++) {
      if (identity(list.get(i), key).equals(identity(element, key))) {
        return i;
      }
    }
    return -1;
  }

  private static JsonNode identity(JsonNode element, Optional<String> key) {
    return key.filter(_ -> element.isObject()).map(element::path).orElse(element);
  }

  private static void checkOrder(ArrayNode changes, ArrayNode order, Optional<String> key) {
    var at = 0;
    for (var element : changes) {
      if (element.path(Directives.PATCH).asText().equals(Directives.DELETE)) {
        continue;
      }
      while (at < order.size() && !identity(order.get(at), key).equals(identity(element, key))) {
        at++;
      }
      if (at == order.size()) {
        throw Directives.failure(
            "The order in patch list:\n%s\n doesn't match %s list:\n%s\n"
                .formatted(GoValues.text(changes), "$setElementOrder", GoValues.text(order)));
      }
      at++;
    }
  }

  /// Empty for what is not there, which is Java's `null`.
  private static Optional<ArrayNode> list(JsonNode value) {
    if (value != null && !value.isArray()) {
      throw Directives.noList(value);
    }
    return Optional.ofNullable((ArrayNode) value);
  }
}
