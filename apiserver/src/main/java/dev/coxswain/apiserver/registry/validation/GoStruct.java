package dev.coxswain.apiserver.registry.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.api.core.v1.VolumeSource;
import dev.coxswain.api.options.OptionsProto;
import dev.coxswain.api.util.intstr.IntOrString;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.quantity.Amount;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A value as some of upstream's messages show it: with the names that the fields have inside its
/// program, and every field, even those that are not set.
public final class GoStruct {
  private static final String META = "dev.coxswain.api.meta.v1";

  private final ObjectNode fields = JsonNodeFactory.instance.objectNode();

  private GoStruct() {}

  public static GoStruct of() {
    return new GoStruct();
  }

  /// A message of the API as upstream's program has it.
  public static GoStruct of(Message message) {
    return switch (message) {
      case PodSpec pod -> GoPods.spec(pod);
      case VolumeSource source -> GoPods.volume(source);
      default -> new GoStruct().withAll(message);
    };
  }

  /// Adds a field; `null` is shown, too.
  public GoStruct with(String name, Object value) {
    fields.set(name, node(value));
    return this;
  }

  public ObjectNode tree() {
    return fields;
  }

  /// Adds every field of the message, in the order in which it declares them.
  GoStruct withAll(Message message) {
    for (var field : message.getDescriptorForType().getFields()) {
      with(message, field);
    }
    return this;
  }

  /// Adds the fields of the message with these names, in this order.
  GoStruct with(Message message, List<String> names) {
    for (var name : names) {
      with(message, message.getDescriptorForType().findFieldByName(name));
    }
    return this;
  }

  private void with(Message message, FieldDescriptor field) {
    var options = field.getOptions();
    boolean inline = options.getExtension(OptionsProto.inline);
    if (inline) {
      fields.setAll((ObjectNode) node(message.getField(field)));
      return;
    }
    boolean always = options.getExtension(OptionsProto.struct);
    with(GoNames.of(field.getJsonName()), always ? message.getField(field) : value(message, field));
  }

  private static Object value(Message message, FieldDescriptor field) {
    if (field.isRepeated()) {
      var items = (List<?>) message.getField(field);
      if (items.isEmpty()) {
        return null;
      }
      return field.isMapField() ? entries(items) : items;
    }
    boolean unset = field.hasPresence() && !message.hasField(field);
    return unset ? null : message.getField(field);
  }

  private static Map<String, Object> entries(List<?> items) {
    var sorted = new TreeMap<String, Object>();
    for (var item : items) {
      var entry = (Message) item;
      var type = entry.getDescriptorForType();
      sorted.put(
          (String) entry.getField(type.findFieldByNumber(1)),
          entry.getField(type.findFieldByNumber(2)));
    }
    return sorted;
  }

  private static JsonNode node(Object value) {
    var make = JsonNodeFactory.instance;
    return switch (value) {
      case null -> make.nullNode();
      case JsonNode tree -> tree;
      case GoStruct struct -> struct.fields;
      case IntOrString number -> node(IntOrStringValidation.shown(number));
      case Quantity quantity -> make.textNode(Amount.of(quantity).toString());
      case Message message when isMeta(message) -> JsonCodec.toTree(message);
      case Message message -> of(message).fields;
      case Integer number -> make.numberNode(number);
      case Long number -> make.numberNode(number);
      case Boolean flag -> make.booleanNode(flag);
      case List<?> items -> {
        var array = make.arrayNode();
        items.forEach(item -> array.add(node(item)));
        yield array;
      }
      case Map<?, ?> map -> {
        var object = make.objectNode();
        map.forEach((key, item) -> object.set(key.toString(), node(item)));
        yield object;
      }
      default -> make.textNode(value.toString());
    };
  }

  /// Metadata and selectors are the API's own types there, too.
  private static boolean isMeta(Message message) {
    return message.getClass().getPackageName().equals(META);
  }
}
