package dev.coxswain.apimachinery.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.coxswain.api.options.JsonForm;
import dev.coxswain.api.options.OptionsProto;
import dev.coxswain.apimachinery.scheme.GroupVersion;
import dev.coxswain.apimachinery.scheme.GroupVersionKind;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.scheme.StringEnum;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The schemas of a document: of each type that was referred to, and of what those refer to.
final class Definitions {
  private static final String KIND_TEXT =
      "The name of this object's type; it can't be changed. Clients may leave it out where the"
          + " address says it.";
  private static final String API_VERSION_TEXT =
      "The group and version of the API that this representation follows; servers refuse what they"
          + " don't know.";

  private final Dialect dialect;
  private final Comments comments;
  private final Map<String, JsonNode> schemas = new TreeMap<>();
  private final Deque<Descriptor> pending = new ArrayDeque<>();

  Definitions(Dialect dialect, Comments comments) {
    this.dialect = dialect;
    this.comments = comments;
  }

  /// The name under which a message is defined.
  static String name(Descriptor message) {
    return message.getFile().getOptions().getExtension(OptionsProto.openapiPackage)
        + "."
        + message.getName();
  }

  /// A schema that refers to the message, which the document will then define.
  ObjectNode reference(Descriptor message, String description) {
    var name = name(message);
    if (schemas.putIfAbsent(name, Dialect.object()) == null) {
      pending.add(message);
    }
    return dialect.reference(name, description);
  }

  /// The schema of what an operation answers, which the document will then define.
  ObjectNode schema(Answer answer) {
    return switch (answer) {
      case Answer.Typed(var type) -> reference(type, "");
      case Answer.Text _ -> Dialect.object().put("type", "string");
      case Answer.Described(var name, var schema) -> {
        schemas.put(name, schema);
        yield dialect.reference(name, "");
      }
    };
  }

  /// Everything that was referred to, by name.
  Map<String, JsonNode> all() {
    while (!pending.isEmpty()) {
      var message = pending.remove();
      schemas.put(name(message), definition(message));
    }
    return schemas;
  }

  private ObjectNode definition(Descriptor message) {
    var schema = Dialect.description(comments.of(message));
    return switch (form(message)) {
      case FIELDS, UNRECOGNIZED -> object(message, schema);
      case TIME, MICRO_TIME -> schema.put("type", "string").put("format", "date-time");
      case DURATION -> schema.put("type", "string");
      case QUANTITY -> schema.setAll(dialect.either("string", "number"));
      case INT_OR_STRING -> {
        schema.setAll(dialect.either("integer", "string"));
        yield schema.put("format", "int-or-string");
      }
      case RAW -> message.getName().equals("JSON") ? schema : schema.put("type", "object");
      case LIST, OBJECT_OR_BOOL, OBJECT_OR_LIST -> schema;
    };
  }

  private ObjectNode object(Descriptor message, ObjectNode schema) {
    schema.put("type", "object");
    var properties = new TreeMap<String, JsonNode>();
    var required = new TreeMap<String, Boolean>();
    addFields(message, properties, required);
    if (message.getOptions().getExtension(OptionsProto.kind)) {
      properties.put("kind", Dialect.description(KIND_TEXT).put("type", "string"));
      properties.put("apiVersion", Dialect.description(API_VERSION_TEXT).put("type", "string"));
    }
    if (!properties.isEmpty()) {
      properties.forEach(schema.putObject("properties")::set);
    }
    if (!required.isEmpty()) {
      required.keySet().forEach(schema.putArray("required")::add);
    }
    Scheme.kubernetes().kindOf(message).ifPresent(kind -> kinds(kind.gvk(), schema));
    return schema;
  }

  private void addFields(
      Descriptor message, Map<String, JsonNode> properties, Map<String, Boolean> required) {
    for (var field : message.getFields()) {
      var options = field.getOptions();
      if (options.getExtension(OptionsProto.inline)) {
        addFields(field.getMessageType(), properties, required);
        continue;
      }
      properties.put(field.getJsonName(), property(field));
      if (options.getExtension(OptionsProto.required)) {
        required.put(field.getJsonName(), true);
      }
    }
  }

  private ObjectNode property(FieldDescriptor field) {
    var description = comments.of(field);
    ObjectNode schema;
    if (field.isMapField()) {
      schema = Dialect.description(description).put("type", "object");
      var value = field.getMessageType().findFieldByNumber(2);
      schema.set("additionalProperties", element(value, ""));
    } else if (field.isRepeated()) {
      schema = Dialect.description(description).put("type", "array");
      schema.set("items", element(field, ""));
    } else {
      schema = element(field, description);
    }
    MergeExtensions.add(field, schema);
    return schema;
  }

  private ObjectNode element(FieldDescriptor field, String description) {
    return switch (field.getJavaType()) {
      case MESSAGE -> message(field.getMessageType(), description);
      case INT -> typed(description, "integer", "int32");
      case LONG -> typed(description, "integer", "int64");
      case DOUBLE, FLOAT -> typed(description, "number", "double");
      case BOOLEAN -> Dialect.description(description).put("type", "boolean");
      case BYTE_STRING ->
          field.getOptions().getExtension(OptionsProto.rawJson)
              ? Dialect.description(description)
              : typed(description, "string", "byte");
      case STRING, ENUM -> text(field, description);
    };
  }

  private ObjectNode message(Descriptor message, String description) {
    if (form(message) != JsonForm.LIST) {
      return reference(message, description);
    }
    var schema = Dialect.description(description).put("type", "array");
    schema.set("items", Dialect.object().put("type", "string"));
    return schema;
  }

  private static ObjectNode text(FieldDescriptor field, String description) {
    var values =
        StringEnum.of(field)
            .filter(StringEnum::published)
            .map(StringEnum::values)
            .orElse(List.of());
    var schema = Dialect.description(description).put("type", "string");
    if (!values.isEmpty()) {
      values.stream().sorted().forEach(schema.putArray("enum")::add);
    }
    return schema;
  }

  private static ObjectNode typed(String description, String type, String format) {
    return Dialect.description(description).put("format", format).put("type", type);
  }

  private static void kinds(GroupVersionKind gvk, ObjectNode schema) {
    var kinds = schema.putArray("x-kubernetes-group-version-kind");
    var everywhere = List.of("DeleteOptions").contains(gvk.kind());
    var versions = everywhere ? Scheme.kubernetes().groupVersions() : List.of(gvk.groupVersion());
    for (GroupVersion version : versions) {
      kinds.add(gvk(version.withKind(gvk.kind())));
    }
  }

  /// Says what an operation does, and with objects of which kind.
  static void about(ObjectNode operation, String action, GroupVersionKind kind) {
    operation.put("x-kubernetes-action", action).set("x-kubernetes-group-version-kind", gvk(kind));
  }

  private static ObjectNode gvk(GroupVersionKind gvk) {
    return Dialect.object()
        .put("group", gvk.group())
        .put("kind", gvk.kind())
        .put("version", gvk.version());
  }

  private static JsonForm form(Descriptor message) {
    return message.getOptions().getExtension(OptionsProto.jsonForm);
  }
}
