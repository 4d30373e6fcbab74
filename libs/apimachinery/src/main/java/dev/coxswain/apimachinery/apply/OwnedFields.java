package dev.coxswain.apimachinery.apply;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.apimachinery.schema.Schema;
import dev.coxswain.apimachinery.schema.Schema.ListOf;
import dev.coxswain.apimachinery.schema.Schema.ListType;
import dev.coxswain.apimachinery.schema.Schema.MapOf;
import dev.coxswain.apimachinery.schema.Schema.Struct;

/// The fields that whoever applies an object says something about: its leaves, the keys of its maps
/// and the elements of its lists.
final class OwnedFields {
  private OwnedFields() {}

  static FieldSet of(JsonNode object, Schema schema) {
    var builder = new FieldSet.Builder();
    collect(object, schema, builder);
    return builder.build();
  }

  private static void collect(JsonNode value, Schema schema, FieldSet.Builder at) {
    switch (schema) {
      case Schema.Scalar _ -> at.include();
      case Struct struct -> object(value, schema, struct.atomic(), at);
      case MapOf map -> object(value, schema, map.atomic(), at);
      case Schema.Any _ -> object(value, schema, !value.isObject() && !value.isNull(), at);
      case ListOf list -> {
        if (list.type() == ListType.ATOMIC) {
          at.include();
        } else {
          list(value, list, at);
        }
      }
    }
  }

  private static void object(JsonNode value, Schema schema, boolean atomic, FieldSet.Builder at) {
    if (atomic) {
      at.include();
      return;
    }
    for (var field : value.properties()) {
      var child = field.getValue();
      var below = at.at(new PathElement.Name(field.getKey()));
      collect(child, schema.child(field.getKey()), below);
      if (child.isNull()
          || (child.isObject() && child.isEmpty())
          || !schema.declares(field.getKey())) {
        below.include();
      }
    }
  }

  private static void list(JsonNode value, ListOf schema, FieldSet.Builder at) {
    var items = ListItems.of(schema, value);
    items
        .byElement()
        .forEach((element, values) -> {
          var below = at.at(element);
          below.include();
          if (values.size() == 1) {
            collect(values.getFirst(), schema.elements(), below);
          }
        });
  }
}
