package dev.coxswain.kubectl.explain;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A schema of an OpenAPI document, with references followed.
///
/// @param document where references lead
/// @param own the schema where it is used: its description is the field's
record FieldSchema(JsonNode document, JsonNode own) {
  private static final String REFERENCE = "#/components/schemas/";

  /// The schema of a kind; empty when the document has none.
  static Optional<FieldSchema> ofKind(
      JsonNode document, String group, String version, String kind) {
    for (JsonNode schema : document.path("components").path("schemas")) {
      for (JsonNode one : schema.path("x-kubernetes-group-version-kind")) {
        if (one.path("group").asText().equals(group)
            && one.path("version").asText().equals(version)
            && one.path("kind").asText().equals(kind)) {
          return Optional.of(new FieldSchema(document, schema));
        }
      }
    }
    return Optional.empty();
  }

  private String reference() {
    String direct = own.path("$ref").asText();
    return direct.isEmpty() ? own.path("allOf").path(0).path("$ref").asText() : direct;
  }

  private JsonNode target() {
    String reference = reference();
    return reference.isEmpty()
        ? own
        : document
            .path("components")
            .path("schemas")
            .path(reference.substring(REFERENCE.length()).replace("~1", "/"));
  }

  private FieldSchema at(JsonNode schema) {
    return new FieldSchema(document, schema);
  }

  /// What the fields are of: the elements of a list, the values of a map, else itself.
  private FieldSchema inner() {
    JsonNode target = target();
    if (target.has("items")) {
      return at(target.path("items")).inner();
    }
    if (target.path("additionalProperties").isObject()) {
      return at(target.path("additionalProperties")).inner();
    }
    return this;
  }

  /// The fields below, sorted by name.
  Map<String, FieldSchema> fields() {
    var fields = new TreeMap<String, FieldSchema>();
    inner()
        .target()
        .path("properties")
        .properties()
        .forEach(entry -> fields.put(entry.getKey(), at(entry.getValue())));
    return fields;
  }

  boolean requires(String field) {
    for (JsonNode required : inner().target().path("required")) {
      if (required.asText().equals(field)) {
        return true;
      }
    }
    return false;
  }

  /// Such as `[]Container`, `map[string]string`, `integer`.
  String type() {
    JsonNode target = target();
    if (target.has("items")) {
      return "[]" + at(target.path("items")).type();
    }
    if (target.path("additionalProperties").isObject()) {
      return "map[string]" + at(target.path("additionalProperties")).type();
    }
    String reference = reference();
    boolean named = target.has("properties") || !target.has("type") || target.has("oneOf");
    if (!reference.isEmpty() && (named || target.path("type").asText().equals("object"))) {
      return reference.substring(reference.lastIndexOf('.') + 1);
    }
    if (!reference.isEmpty() && target.path("format").asText().equals("int-or-string")) {
      return reference.substring(reference.lastIndexOf('.') + 1);
    }
    return target.path("type").asText("Object");
  }

  /// The field's description, then that of its type, when both have one.
  List<String> descriptions() {
    List<String> all = new ArrayList<>();
    String field = own.path("description").asText();
    if (!field.isEmpty()) {
      all.add(field);
    }
    FieldSchema inner = inner();
    String type = inner.target().path("description").asText();
    if (!type.isEmpty() && !type.equals(field)) {
      all.add(type);
    }
    return all;
  }

  String description() {
    String field = own.path("description").asText();
    return field.isEmpty() ? target().path("description").asText() : field;
  }

  /// The values that are allowed; empty when any are.
  List<String> values() {
    List<String> values = new ArrayList<>();
    own.path("enum").forEach(value -> values.add(value.asText()));
    return values;
  }
}
