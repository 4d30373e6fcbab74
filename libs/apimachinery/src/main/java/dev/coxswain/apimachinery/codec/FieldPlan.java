package dev.coxswain.apimachinery.codec;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.coxswain.api.meta.v1.PartialObjectMetadataList;
import dev.coxswain.api.options.OptionsProto;

/// How one field is written: its names, and what becomes of it when it is empty.
///
/// @param shape what type it has
/// @param reader reads the field
/// @param name the JSON key
/// @param key the same, ready to be written
/// @param keepEmpty in JSON, `0`, `""` or `null` is written rather than nothing
/// @param struct a message that is always there, even empty
/// @param omitZero a struct that JSON leaves out when empty
/// @param inline the message's fields are written in place of the field
/// @param rawJson the bytes are JSON texts
/// @param namesElements the elements carry `kind` and `apiVersion`, unlike those of most
///   collections
/// @param emptyList an empty list is written as `[]` rather than `null`
record FieldPlan(
    FieldDescriptor field,
    FieldShape shape,
    FieldReader reader,
    String name,
    SerializableString key,
    boolean keepEmpty,
    boolean struct,
    boolean omitZero,
    boolean inline,
    boolean rawJson,
    boolean namesElements,
    boolean emptyList) {
  private static final String META = "coxswain.meta.v1";

  static FieldPlan of(FieldDescriptor field) {
    var options = field.getOptions();
    boolean inline = options.getExtension(OptionsProto.inline);
    return new FieldPlan(
        field,
        new FieldShape(field),
        new FieldReader(field),
        field.getJsonName(),
        new SerializedString(field.getJsonName()),
        options.getExtension(OptionsProto.keepEmpty),
        options.getExtension(OptionsProto.struct) || inline,
        options.getExtension(OptionsProto.omitZero),
        inline,
        options.getExtension(OptionsProto.rawJson),
        namesElements(field),
        isListOfObjects(field));
  }

  boolean isMessage() {
    return shape.isMessage();
  }

  boolean isMap() {
    return shape.isMap();
  }

  /// Whether it is a list or a map.
  boolean isRepeated() {
    return shape.isRepeated();
  }

  boolean hasPresence() {
    return shape.hasPresence();
  }

  MessagePlan message() {
    return shape.message();
  }

  boolean isSet(Message owner) {
    return isRepeated()
        ? reader.size(owner) > 0
        : hasPresence() ? reader.isSet(owner) : !shape.isZero(reader.value(owner));
  }

  /// Objects within an object say what they are; those of a collection are what the collection
  /// says.
  private static boolean namesElements(FieldDescriptor field) {
    if (!field.isRepeated()
        || field.getJavaType() != FieldDescriptor.JavaType.MESSAGE
        || !field.getMessageType().getOptions().getExtension(OptionsProto.kind)) {
      return false;
    }
    return !field.getName().equals("items")
        || field.getContainingType().equals(PartialObjectMetadataList.getDescriptor());
  }

  /// Servers answer with `[]` here even when there is nothing: the items of a collection, and what
  /// discovery lists.
  private static boolean isListOfObjects(FieldDescriptor field) {
    var owner = field.getContainingType();
    return field.isRepeated()
        && (field.getFile().getPackage().equals(META)
            || (field.getName().equals("items")
                && owner.getOptions().getExtension(OptionsProto.kind)));
  }
}
