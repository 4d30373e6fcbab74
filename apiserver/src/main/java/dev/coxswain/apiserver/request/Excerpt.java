package dev.coxswain.apiserver.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import dev.coxswain.api.options.JsonForm;
import dev.coxswain.api.options.OptionsProto;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// An object cut in two: what a patch speaks of, and the rest, which stays as it is. So a patch of
/// the status leaves the spec out of the way that goes through a tree and back.
///
/// @param part has only fields that the patch names, and whose values matter for what it makes of
///   them
/// @param rest has only fields that the patch does not name
record Excerpt(Message part, Message rest) {
  private static final Map<Descriptor, Map<String, FieldDescriptor>> FIELDS =
      new ConcurrentHashMap<>();

  /// The fields of the object itself that a patch of any kind names. Empty if the patch says
  /// something that is not plainly about a field: directives, `kind`, fields nobody knows.
  static Optional<Excerpt> of(Message object, ObjectNode patch) {
    var cut = new Cut(object);
    for (var named : patch.properties()) {
      var field = field(object.getDescriptorForType(), named.getKey());
      if (field.isEmpty()) {
        return Optional.empty();
      }
      cut.keep(field.get());
    }
    return Optional.of(cut.done());
  }

  /// What a merge patch names, however deep. Of what it replaces or removes nothing is needed.
  static Optional<Excerpt> ofMerge(Message object, ObjectNode patch) {
    var cut = new Cut(object);
    for (var named : patch.properties()) {
      var field = field(object.getDescriptorForType(), named.getKey());
      if (field.isEmpty()) {
        return Optional.empty();
      }
      if (!(named.getValue() instanceof ObjectNode below)) {
        cut.replace(field.get());
      } else if (isPlain(field.get()) && object.hasField(field.get())) {
        var inner = ofMerge((Message) object.getField(field.get()), below);
        if (inner.isEmpty()) {
          return Optional.empty();
        }
        cut.divide(field.get(), inner.get());
      } else {
        cut.keep(field.get());
      }
    }
    return Optional.of(cut.done());
  }

  /// The whole object with another part.
  Message with(Message patched) {
    return rest.toBuilder().mergeFrom(patched).build();
  }

  private static Optional<FieldDescriptor> field(Descriptor type, String name) {
    return Optional.ofNullable(FIELDS.computeIfAbsent(type, Excerpt::fields).get(name));
  }

  private static Map<String, FieldDescriptor> fields(Descriptor type) {
    var fields = new HashMap<String, FieldDescriptor>();
    for (var field : type.getFields()) {
      if (!field.getOptions().getExtension(OptionsProto.inline)) {
        fields.put(field.getJsonName(), field);
      }
    }
    return fields;
  }

  /// Whether it is one object whose JSON has its fields.
  private static boolean isPlain(FieldDescriptor field) {
    return !field.isRepeated()
        && field.getJavaType() == JavaType.MESSAGE
        && form(field) == JsonForm.FIELDS;
  }

  private static JsonForm form(FieldDescriptor field) {
    return field.getJavaType() == JavaType.MESSAGE
        ? field.getMessageType().getOptions().getExtension(OptionsProto.jsonForm)
        : JsonForm.FIELDS;
  }

  private static final class Cut {
    private final Message object;
    private final Message.Builder part;
    private final Message.Builder rest;

    Cut(Message object) {
      this.object = object;
      part = object.newBuilderForType();
      rest = object.toBuilder();
    }

    void keep(FieldDescriptor field) {
      if (field.isRepeated() ? object.getRepeatedFieldCount(field) > 0 : object.hasField(field)) {
        part.setField(field, object.getField(field));
      }
      rest.clearField(field);
    }

    /// By a value that is no object. Only free JSON could be an object that this is merged with.
    void replace(FieldDescriptor field) {
      if (form(field) == JsonForm.RAW) {
        keep(field);
      } else {
        rest.clearField(field);
      }
    }

    void divide(FieldDescriptor field, Excerpt inner) {
      part.setField(field, inner.part());
      rest.setField(field, inner.rest());
    }

    Excerpt done() {
      return new Excerpt(part.build(), rest.build());
    }
  }
}
