package dev.coxswain.apimachinery.apply;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.apimachinery.schema.Schema;
import dev.coxswain.apimachinery.schema.Schema.ListOf;
import dev.coxswain.apimachinery.schema.Schema.ListType;
import dev.coxswain.apimachinery.schema.Schema.MapOf;
import dev.coxswain.apimachinery.schema.Schema.Struct;

/// How two values that stand in the same place are taken: as one thing, field by field, or element
/// by element.
enum Shape {
  LEAF,
  OBJECT,
  LIST;

  /// Either value may be absent (Java's `null`) or null. Where both are empty they are one thing,
  /// which keeps the difference between empty and null.
  static Shape of(Schema schema, JsonNode left, JsonNode right) {
    return switch (schema) {
      case Schema.Scalar _ -> LEAF;
      case Struct struct -> object(struct.atomic(), left, right);
      case MapOf map -> object(map.atomic(), left, right);
      case ListOf list -> list(list.type() == ListType.ATOMIC, left, right);
      case Schema.Any _ -> object(!fits(left) || !fits(right), left, right);
    };
  }

  private static Shape object(boolean atomic, JsonNode left, JsonNode right) {
    return atomic || (!hasFields(left) && !hasFields(right)) ? LEAF : OBJECT;
  }

  private static Shape list(boolean atomic, JsonNode left, JsonNode right) {
    return atomic || (!hasElements(left) && !hasElements(right)) ? LEAF : LIST;
  }

  private static boolean fits(JsonNode value) {
    return value == null || value.isNull() || value.isObject();
  }

  private static boolean hasFields(JsonNode value) {
    return value != null && value.isObject() && !value.isEmpty();
  }

  private static boolean hasElements(JsonNode value) {
    return value != null && value.isArray() && !value.isEmpty();
  }
}
