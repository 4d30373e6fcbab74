package dev.coxswain.apimachinery.codec;

import com.google.protobuf.Message;
import dev.coxswain.api.options.JsonForm;

/// Two messages of one type without the fields in which they agree, down through nested messages;
/// lists and maps are there as a whole or not at all.
public record Differences(Message before, Message after) {

  public static Differences of(Message before, Message after) {
    var left = before.newBuilderForType();
    var right = after.newBuilderForType();
    for (var field : MessagePlan.of(before.getDescriptorForType()).declared()) {
      if (isNested(field)) {
        nested(before, after, field, left, right);
      } else if (!isSame(before, after, field)) {
        copy(before, field, left);
        copy(after, field, right);
      }
    }
    return new Differences(left.build(), right.build());
  }

  private static void nested(
      Message before, Message after, FieldPlan field, Message.Builder left, Message.Builder right) {
    boolean wasSet = field.reader().isSet(before);
    boolean isSet = field.reader().isSet(after);
    if (wasSet != isSet) {
      copy(before, field, left);
      copy(after, field, right);
    } else if (isSet) {
      var was = (Message) field.reader().value(before);
      var is = (Message) field.reader().value(after);
      if (!was.equals(is)) {
        var below = of(was, is);
        left.setField(field.field(), below.before());
        right.setField(field.field(), below.after());
      }
    }
  }

  private static boolean isNested(FieldPlan field) {
    return field.isMessage() && !field.isRepeated() && field.message().form() == JsonForm.FIELDS;
  }

  private static boolean isSame(Message before, Message after, FieldPlan field) {
    if (field.isRepeated()) {
      int size = field.reader().size(before);
      return size == field.reader().size(after)
          && (size == 0 || before.getField(field.field()).equals(after.getField(field.field())));
    }
    return (!field.hasPresence() || field.reader().isSet(before) == field.reader().isSet(after))
        && field.reader().value(before).equals(field.reader().value(after));
  }

  private static void copy(Message from, FieldPlan field, Message.Builder to) {
    if (field.isSet(from)) {
      to.setField(field.field(), from.getField(field.field()));
    }
  }
}
