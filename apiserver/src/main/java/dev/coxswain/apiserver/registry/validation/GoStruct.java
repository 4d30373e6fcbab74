package dev.coxswain.apiserver.registry.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.coxswain.apimachinery.codec.JsonCodec;
import java.util.List;

/// A value as some of upstream's messages show it: with the names that the fields have inside its
/// program.
public final class GoStruct {
  private final ObjectNode fields = JsonNodeFactory.instance.objectNode();

  private GoStruct() {}

  public static GoStruct of() {
    return new GoStruct();
  }

  /// A message of the API whose fields upstream's program has, too, in the same order.
  public static GoStruct of(Message message) {
    var struct = new GoStruct();
    for (var field : message.getDescriptorForType().getFields()) {
      struct.with(name(field), value(message, field));
    }
    return struct;
  }

  private static Object value(Message message, FieldDescriptor field) {
    if (field.isRepeated()) {
      var items = (List<?>) message.getField(field);
      return items.isEmpty() ? null : items.stream().map(GoStruct::item).toList();
    }
    if (field.hasPresence() && !message.hasField(field)) {
      return null;
    }
    return item(message.getField(field));
  }

  private static Object item(Object value) {
    return value instanceof Message message ? of(message) : value;
  }

  private static String name(FieldDescriptor field) {
    var name = field.getJsonName();
    return name.startsWith("se") && name.length() > 2 && Character.isUpperCase(name.charAt(2))
        ? "SE" + name.substring(2)
        : Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  /// Adds a field; `null` is shown, too.
  public GoStruct with(String name, Object value) {
    fields.set(name, node(value));
    return this;
  }

  public ObjectNode tree() {
    return fields;
  }

  private static JsonNode node(Object value) {
    var make = JsonNodeFactory.instance;
    return switch (value) {
      case null -> make.nullNode();
      case JsonNode tree -> tree;
      case GoStruct struct -> struct.fields;
      case Message message -> JsonCodec.toTree(message);
      case Integer number -> make.numberNode(number);
      case Long number -> make.numberNode(number);
      case Boolean flag -> make.booleanNode(flag);
      case List<?> items -> {
        var array = make.arrayNode();
        items.forEach(item -> array.add(node(item)));
        yield array;
      }
      default -> make.textNode(value.toString());
    };
  }
}
