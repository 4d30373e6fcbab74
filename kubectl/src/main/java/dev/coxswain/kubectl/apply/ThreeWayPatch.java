package dev.coxswain.kubectl.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.apimachinery.schema.Field;
import dev.coxswain.apimachinery.schema.Schema;
import java.util.Optional;

/// The strategic merge patch that makes what is there what is to be: adds and changes what the new
/// configuration says, removes what the last one said and the new one no longer does, and leaves
/// everything else alone.
///
/// With [Schema.Any] the patch is a plain JSON merge patch.
public final class ThreeWayPatch {
  private final JsonNodeFactory json = JsonNodeFactory.instance;

  private ThreeWayPatch() {}

  /// @param last what was applied last; an empty object when nothing was
  /// @param wanted the new configuration
  /// @param live what the server has
  /// @return empty when nothing has to change
  public static ObjectNode between(JsonNode last, JsonNode wanted, JsonNode live, Schema schema) {
    return new ThreeWayPatch().object(last, wanted, live, schema);
  }

  private ObjectNode object(JsonNode last, JsonNode wanted, JsonNode live, Schema schema) {
    var patch = json.objectNode();
    wanted
        .properties()
        .forEach(entry -> member(patch, entry.getKey(), last, entry.getValue(), live, schema));
    last.properties().stream()
        .map(java.util.Map.Entry::getKey)
        .filter(key -> !wanted.has(key) && live.has(key))
        .forEach(patch::putNull);
    return patch;
  }

  private void member(
      ObjectNode patch, String key, JsonNode last, JsonNode wanted, JsonNode live, Schema schema) {
    JsonNode there = live.path(key);
    if (wanted.isNull() || wanted.equals(there)) {
      if (wanted.isNull() && live.has(key)) {
        patch.putNull(key);
      }
      return;
    }
    var field = field(schema, key);
    boolean replaces = field.map(Field::replaces).orElse(false);
    if (wanted.isObject() && there.isObject() && !replaces) {
      var nested = object(last.path(key), wanted, there, schema.child(key));
      if (field.map(Field::retainsKeys).orElse(false) && !nested.isEmpty()) {
        retainKeys(nested, wanted);
      }
      put(patch, key, nested);
    } else if (wanted.isArray() && there.isArray() && field.map(Field::merges).orElse(false)) {
      list(
          patch,
          key,
          last.path(key),
          wanted,
          there,
          schema.child(key),
          field.flatMap(Field::mergeKey));
    } else {
      patch.set(key, wanted);
    }
  }

  private static Optional<Field> field(Schema schema, String key) {
    return schema instanceof Schema.Struct struct ? struct.field(key) : Optional.empty();
  }

  private static void put(ObjectNode patch, String key, ObjectNode nested) {
    if (!nested.isEmpty()) {
      patch.set(key, nested);
    }
  }

  private void retainKeys(ObjectNode nested, JsonNode wanted) {
    var keys = nested.putArray("$retainKeys");
    wanted.properties().stream().map(java.util.Map.Entry::getKey).sorted().forEach(keys::add);
  }

  private void list(
      ObjectNode patch,
      String key,
      JsonNode last,
      JsonNode wanted,
      JsonNode live,
      Schema schema,
      Optional<String> mergeKey) {
    if (mergeKey.isPresent()) {
      objects(patch, key, last, wanted, live, schema.element(), mergeKey.get());
    } else {
      values(patch, key, last, wanted, live);
    }
  }

  private void objects(
      ObjectNode patch,
      String key,
      JsonNode last,
      JsonNode wanted,
      JsonNode live,
      Schema schema,
      String mergeKey) {
    ArrayNode changes = json.arrayNode();
    for (JsonNode element : wanted) {
      JsonNode there = find(live, mergeKey, element.path(mergeKey));
      if (there.isMissingNode()) {
        changes.add(element);
        continue;
      }
      JsonNode before = find(last, mergeKey, element.path(mergeKey));
      var nested = object(before, element, there, schema);
      if (!nested.isEmpty()) {
        nested.set(mergeKey, element.path(mergeKey));
        changes.add(nested);
      }
    }
    for (JsonNode element : last) {
      JsonNode id = element.path(mergeKey);
      if (find(wanted, mergeKey, id).isMissingNode() && !find(live, mergeKey, id).isMissingNode()) {
        changes.addObject().put("$patch", "delete").set(mergeKey, id);
      }
    }
    if (!changes.isEmpty()) {
      var order = patch.putArray("$setElementOrder/" + key);
      wanted.forEach(element -> order.addObject().set(mergeKey, element.path(mergeKey)));
      patch.set(key, changes);
    }
  }

  private static JsonNode find(JsonNode list, String mergeKey, JsonNode id) {
    for (JsonNode element : list) {
      if (element.path(mergeKey).equals(id)) {
        return element;
      }
    }
    return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
  }

  private void values(ObjectNode patch, String key, JsonNode last, JsonNode wanted, JsonNode live) {
    ArrayNode added = json.arrayNode();
    wanted.forEach(value -> addUnlessIn(live, value, added));
    ArrayNode removed = json.arrayNode();
    for (JsonNode value : last) {
      if (!contains(wanted, value) && contains(live, value)) {
        removed.add(value);
      }
    }
    if (!added.isEmpty()) {
      patch.set(key, added);
    }
    if (!removed.isEmpty()) {
      patch.set("$deleteFromPrimitiveList/" + key, removed);
    }
  }

  private static void addUnlessIn(JsonNode list, JsonNode value, ArrayNode to) {
    if (!contains(list, value)) {
      to.add(value);
    }
  }

  private static boolean contains(JsonNode list, JsonNode value) {
    for (JsonNode element : list) {
      if (element.equals(value)) {
        return true;
      }
    }
    return false;
  }
}
