package dev.coxswain.apimachinery.codec;

import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import dev.coxswain.api.options.JsonForm;
import java.util.Map;

/// The one form of a message among those that have the same bytes: structs are set even when empty,
/// an empty quantity is `0`, and there are no unknown fields.
// What is the very same object is known without a look.
@SuppressWarnings("ReferenceEquality")
final class CanonicalForm {
  private CanonicalForm() {}

  /// The message itself if it has the form already.
  ///
  /// @param known a message that has the form, or null: parts that are the very same objects are
  ///   skipped
  static Message of(Message message, Message known, MessagePlan plan) {
    if (message == known) {
      return message;
    }
    Message.Builder to = null;
    for (var field : plan.declared()) {
      var value = field.isRepeated() ? null : changed(message, known, field, plan);
      if (value != null) {
        to = to == null ? message.toBuilder() : to;
        to.setField(field.field(), value);
      } else if (field.isRepeated() && field.isMessage()) {
        to = elements(message, known, field, to);
      }
    }
    if (!message.getUnknownFields().isEmpty()) {
      to = to == null ? message.toBuilder() : to;
      to.setUnknownFields(UnknownFieldSet.getDefaultInstance());
    }
    return to == null ? message : to.build();
  }

  /// Whether both have the same canonical form. Returns at the first difference.
  static boolean equivalent(Message a, Message b, MessagePlan plan) {
    if (a == b) {
      return true;
    }
    for (var field : plan.declared()) {
      if (!(field.isMap()
          ? sameEntries(a, b, field)
          : field.isRepeated() ? sameElements(a, b, field) : sameValue(a, b, field, plan))) {
        return false;
      }
    }
    return true;
  }

  /// The value that a field has in canonical form; null if it has it already.
  private static Object changed(Message message, Message known, FieldPlan field, MessagePlan plan) {
    if (plan.form() == JsonForm.QUANTITY) {
      return "".equals(field.reader().value(message)) ? "0" : null;
    }
    if (!field.isMessage()) {
      return null;
    }
    boolean set = field.reader().isSet(message);
    if (!set && !field.struct()) {
      return null;
    }
    var value = (Message) field.reader().value(message);
    var other = known != null && field.reader().isSet(known) ? field.reader().value(known) : null;
    var canonical = of(value, (Message) other, field.message());
    return set && canonical == value ? null : canonical;
  }

  private static Message.Builder elements(
      Message message, Message known, FieldPlan field, Message.Builder builder) {
    return field.isMap() ? entries(message, field, builder) : list(message, known, field, builder);
  }

  private static Message.Builder list(
      Message message, Message known, FieldPlan field, Message.Builder builder) {
    var to = builder;
    int others = known == null ? 0 : field.reader().size(known);
    for (int i = 0; i < field.reader().size(message); i++) {
      var element = (Message) field.reader().element(message, i);
      var other = i < others ? (Message) field.reader().element(known, i) : null;
      var canonical = of(element, other, field.message());
      if (canonical != element) {
        to = to == null ? message.toBuilder() : to;
        to.setRepeatedField(field.field(), i, canonical);
      }
    }
    return to;
  }

  private static Message.Builder entries(
      Message message, FieldPlan field, Message.Builder builder) {
    var key = field.message().declared()[0].field();
    var value = field.message().declared()[1];
    if (!value.isMessage()) {
      return builder;
    }
    boolean changed = false;
    var to = message.toBuilder().clearField(field.field());
    for (var entry : field.reader().entries(message)) {
      var canonical = of((Message) entry.getValue(), null, value.message());
      changed |= canonical != entry.getValue();
      to.addRepeatedField(
          field.field(),
          to.newBuilderForField(field.field())
              .setField(key, entry.getKey())
              .setField(value.field(), canonical)
              .build());
    }
    if (!changed) {
      return builder;
    }
    return builder == null
        ? to
        : builder.setField(field.field(), to.build().getField(field.field()));
  }

  private static boolean sameValue(Message a, Message b, FieldPlan field, MessagePlan plan) {
    if (field.isMessage()) {
      return (field.struct() || field.reader().isSet(a) == field.reader().isSet(b))
          && sameItem(field.reader().value(a), field.reader().value(b), field);
    }
    if (field.hasPresence() && field.reader().isSet(a) != field.reader().isSet(b)) {
      return false;
    }
    var left = field.reader().value(a);
    var right = field.reader().value(b);
    return left.equals(right)
        || (plan.form() == JsonForm.QUANTITY && amount(left).equals(amount(right)));
  }

  private static Object amount(Object text) {
    return text.equals("") ? "0" : text;
  }

  private static boolean sameElements(Message a, Message b, FieldPlan field) {
    int size = field.reader().size(a);
    if (size != field.reader().size(b)) {
      return false;
    }
    for (int i = 0; i < size; i++) {
      if (!sameItem(field.reader().element(a, i), field.reader().element(b, i), field)) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameEntries(Message a, Message b, FieldPlan field) {
    if (field.reader().size(a) != field.reader().size(b)) {
      return false;
    }
    Map.Entry<?, ?>[] left = MapOrder.sorted(a, field);
    Map.Entry<?, ?>[] right = MapOrder.sorted(b, field);
    var value = field.message().declared()[1];
    for (int i = 0; i < left.length; i++) {
      if (!left[i].getKey().equals(right[i].getKey())
          || !sameItem(left[i].getValue(), right[i].getValue(), value)) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameItem(Object a, Object b, FieldPlan field) {
    return field.isMessage() ? equivalent((Message) a, (Message) b, field.message()) : a.equals(b);
  }
}
