package dev.coxswain.apimachinery.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.apimachinery.schema.Schema;
import dev.coxswain.apimachinery.schema.Schema.ListOf;
import dev.coxswain.apimachinery.schema.Schema.ListType;

/// Takes fields out of an object.
final class Remover {
  private Remover() {}

  /// A copy without these fields. An object or list that loses all it has becomes null.
  static JsonNode remove(JsonNode value, FieldSet fields, Schema schema) {
    if (fields.isEmpty()) {
      return value;
    }
    return switch (Shape.of(schema, value, null)) {
      case OBJECT -> object(value, fields, schema);
      case LIST -> list(value, fields, (ListOf) schema);
      case LEAF -> isWhole(schema, value) ? NullNode.instance : value;
    };
  }

  /// Something of it is to go, and it cannot be taken apart.
  private static boolean isWhole(Schema schema, JsonNode value) {
    return switch (schema) {
      case Schema.Scalar _ -> false;
      case ListOf list -> list.type() == ListType.ATOMIC || !value.isArray() || value.isEmpty();
      case Schema.Struct _, Schema.MapOf _ -> true;
      case Schema.Any _ -> value.isContainerNode();
    };
  }

  private static JsonNode object(JsonNode value, FieldSet fields, Schema schema) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    for (var field : value.properties()) {
      var element = new PathElement.Name(field.getKey());
      if (!fields.has(element)) {
        var below = fields.below(element);
        result.set(field.getKey(), remove(field.getValue(), below, schema.child(field.getKey())));
      }
    }
    return result.isEmpty() ? NullNode.instance : result;
  }

  private static JsonNode list(JsonNode value, FieldSet fields, ListOf schema) {
    ArrayNode result = JsonNodeFactory.instance.arrayNode();
    var order = ListItems.of(schema, value).order();
    for (int i = 0; i < order.size(); i++) {
      if (!fields.has(order.get(i))) {
        result.add(remove(value.get(i), fields.below(order.get(i)), schema.elements()));
      }
    }
    return result.isEmpty() ? NullNode.instance : result;
  }
}
