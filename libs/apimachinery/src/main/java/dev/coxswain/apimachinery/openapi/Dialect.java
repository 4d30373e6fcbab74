package dev.coxswain.apimachinery.openapi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Where the two versions of OpenAPI write the same thing differently.
enum Dialect {
  V2 {
    @Override
    ObjectNode reference(String definition, String description) {
      var schema = description(description);
      return schema.put("$ref", "#/definitions/" + definition);
    }

    @Override
    ObjectNode either(String first, String second) {
      return object().put("type", "string");
    }
  },
  V3 {
    @Override
    ObjectNode reference(String definition, String description) {
      var ref = object().put("$ref", "#/components/schemas/" + definition);
      if (description.isEmpty()) {
        return ref;
      }
      var schema = description(description);
      schema.putArray("allOf").add(ref);
      return schema;
    }

    @Override
    ObjectNode either(String first, String second) {
      var schema = object();
      schema.putArray("oneOf").add(object().put("type", first)).add(object().put("type", second));
      return schema;
    }
  };

  /// A schema that is defined elsewhere in the document.
  abstract ObjectNode reference(String definition, String description);

  /// A value of one of two types; version 2 can only name a text.
  abstract ObjectNode either(String first, String second);

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ObjectNode description(String description) {
    var schema = object();
    return description.isEmpty() ? schema : schema.put("description", description);
  }
}
