package dev.coxswain.apiserver.registry.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
