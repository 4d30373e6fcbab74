package dev.coxswain.apimachinery.patch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.apimachinery.schema.ScalarType;
import dev.coxswain.apimachinery.schema.Schema;
import dev.coxswain.apimachinery.status.GoValues;
import java.util.Optional;

/// Whether a merged tree can become an object of its type, in the words of upstream's converter.
public final class GoConversion {
  private GoConversion() {}

  /// The first value that does not fit; unknown fields are not looked at.
  public static Optional<String> firstMismatch(JsonNode value, Schema schema) {
    if (value.isNull()) {
      return Optional.empty();
    }
    return switch (schema) {
      case Schema.Scalar(var type) -> scalar(value, type);
      case Schema.Struct struct ->
          value.isObject()
              ? fields(value, struct)
              : Optional.of("cannot restore struct from: " + kind(value));
      case Schema.MapOf map ->
          value.isObject()
              ? fields(value, map)
              : Optional.of("cannot restore map from " + kind(value));
      case Schema.ListOf list ->
          value.isArray()
              ? elements(value, list)
              : Optional.of("cannot restore slice from " + kind(value));
      case Schema.Any _ -> Optional.empty();
    };
  }

  private static Optional<String> fields(JsonNode value, Schema schema) {
    for (var field : value.properties()) {
      var problem = firstMismatch(field.getValue(), schema.child(field.getKey()));
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> elements(JsonNode value, Schema.ListOf schema) {
    for (var element : value) {
      var problem = firstMismatch(element, schema.elements());
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> scalar(JsonNode value, ScalarType type) {
    var fits =
        switch (type) {
          case STRING, BYTES -> value.isTextual();
          case BOOLEAN -> value.isBoolean();
          case INT32, INT64 -> value.isIntegralNumber();
          case DOUBLE -> value.isNumber();
          case UNTYPED -> true;
        };
    return fits
        ? Optional.empty()
        : Optional.of("cannot convert " + GoValues.type(value) + " to " + type.goName());
  }

  private static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> "map";
      case ARRAY -> "slice";
      case BINARY, BOOLEAN, MISSING, NULL, NUMBER, POJO, STRING -> GoValues.type(value);
    };
  }
}
