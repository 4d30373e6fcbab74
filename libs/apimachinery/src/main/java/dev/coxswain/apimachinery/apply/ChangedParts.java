package dev.coxswain.apimachinery.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.coxswain.api.options.JsonForm;
import dev.coxswain.api.options.OptionsProto;
import dev.coxswain.apimachinery.codec.JsonCodec;
import java.util.LinkedHashSet;

/// Two versions of an object as trees, without the parts in which they agree. Comparing these finds
/// the same differences and spares us from turning the whole object into trees: a new status leaves
/// the spec alone.
record ChangedParts(JsonNode before, JsonNode after) {

  static ChangedParts of(Message before, Message after) {
    var left = before.toBuilder();
    var right = after.toBuilder();
    clearEqual(before, after, left, right);
    return new ChangedParts(JsonCodec.toTree(left.build()), JsonCodec.toTree(right.build()));
  }

  private static void clearEqual(
      Message before, Message after, Message.Builder left, Message.Builder right) {
    var fields = new LinkedHashSet<>(before.getAllFields().keySet());
    fields.addAll(after.getAllFields().keySet());
    for (var field : fields) {
      if (isSame(field, before, after)) {
        left.clearField(field);
        right.clearField(field);
      } else if (isNested(field) && before.hasField(field) && after.hasField(field)) {
        clearEqual(
            (Message) before.getField(field),
            (Message) after.getField(field),
            left.getFieldBuilder(field),
            right.getFieldBuilder(field));
      }
    }
  }

  private static boolean isSame(FieldDescriptor field, Message before, Message after) {
    return (!field.hasPresence() || before.hasField(field) == after.hasField(field))
        && before.getField(field).equals(after.getField(field));
  }

  private static boolean isNested(FieldDescriptor field) {
    return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
        && !field.isRepeated()
        && field.getMessageType().getOptions().getExtension(OptionsProto.jsonForm)
            == JsonForm.FIELDS;
  }
}
