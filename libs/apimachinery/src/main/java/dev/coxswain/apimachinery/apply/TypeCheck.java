package dev.coxswain.apimachinery.apply;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.apimachinery.schema.ScalarType;
import dev.coxswain.apimachinery.schema.Schema;
import dev.coxswain.apimachinery.schema.Schema.ListOf;
import dev.coxswain.apimachinery.schema.Schema.ListType;
import dev.coxswain.apimachinery.schema.Schema.MapOf;
import dev.coxswain.apimachinery.schema.Schema.Struct;
import dev.coxswain.apimachinery.status.GoValues;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Whether an applied object fits its schema, in upstream's words.
final class TypeCheck {
  private final List<String> errors = new ArrayList<>();

  private TypeCheck() {}

  /// Lists what does not fit.
  ///
  /// @throws MergeException if anything does not
  static void check(JsonNode object, Schema schema) {
    var check = new TypeCheck();
    check.value(object, schema, "");
    if (check.errors.size() == 1) {
      throw new MergeException(check.errors.getFirst());
    }
    if (!check.errors.isEmpty()) {
      throw new MergeException(
          check.errors.stream().collect(Collectors.joining("\n  ", "errors:\n  ", "")));
    }
  }

  private void value(JsonNode value, Schema schema, String path) {
    if (value.isNull()) {
      return;
    }
    switch (schema) {
      case Schema.Scalar(var type) -> scalar(value, type, path);
      case Struct _, MapOf _ -> object(value, schema, path);
      case ListOf list -> list(value, list, path);
      case Schema.Any _ -> {}
    }
  }

  private void scalar(JsonNode value, ScalarType type, String path) {
    switch (type) {
      case STRING, BYTES -> {
        if (!value.isTextual()) {
          error(
              path,
              "expected string, got &value.valueUnstructured{Value:"
                  + GoValues.source(value)
                  + "}");
        }
      }
      case BOOLEAN -> {
        if (!value.isBoolean()) {
          error(path, "expected boolean, got " + GoValues.type(value));
        }
      }
      case INT32, INT64, DOUBLE -> {
        if (!value.isNumber()) {
          error(path, "expected numeric (int or float), got " + GoValues.type(value));
        }
      }
      case UNTYPED -> {
        if (value.isContainerNode()) {
          error(path, "expected any scalar, got " + GoValues.text(value));
        }
      }
    }
  }

  private void object(JsonNode value, Schema schema, String path) {
    if (!value.isObject()) {
      error(path, "expected map, got &{" + GoValues.text(value) + "}");
      return;
    }
    for (var field : value.properties()) {
      var below = path + "." + field.getKey();
      if (schema instanceof Struct struct
          && struct.others().isEmpty()
          && !struct.declares(field.getKey())) {
        error(below, "field not declared in schema");
        return;
      }
      value(field.getValue(), schema.child(field.getKey()), below);
    }
  }

  private void list(JsonNode value, ListOf schema, String path) {
    if (!value.isArray()) {
      error(path, "expected list, got &{" + GoValues.text(value) + "}");
    } else if (schema.type() == ListType.ATOMIC) {
      for (int i = 0; i < value.size(); i++) {
        value(value.get(i), schema.elements(), path + "[" + i + "]");
      }
    } else {
      elements(value, schema, path);
    }
  }

  private void elements(JsonNode value, ListOf schema, String path) {
    try {
      var items = ListItems.of(schema, value);
      items
          .byElement()
          .forEach((element, values) -> {
            if (values.size() > 1) {
              error(path, "duplicate entries for key " + element);
            }
            values.forEach(v -> value(v, schema.elements(), path + element));
          });
    } catch (MergeException e) {
      error(path, e.getMessage());
    }
  }

  private void error(String path, String message) {
    errors.add(path.isEmpty() ? message : path + ": " + message);
  }
}
