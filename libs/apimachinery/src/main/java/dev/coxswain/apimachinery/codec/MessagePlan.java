package dev.coxswain.apimachinery.codec;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.coxswain.api.options.JsonForm;
import dev.coxswain.api.options.OptionsProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How messages of one type are written and read; made once per type.
final class MessagePlan {
  private static final Map<Descriptor, MessagePlan> PLANS = new ConcurrentHashMap<>();

  /// A key of a JSON object: the field it stands for, and the inlined messages on the way to it.
  record Slot(int index, List<FieldDescriptor> through, FieldPlan plan) {}

  private final Descriptor type;
  private final JsonForm form;
  private final boolean kind;
  private final FieldPlan[] declared;
  private final FieldPlan[] descending;
  private final Map<String, Slot> slots = new HashMap<>();

  private MessagePlan(Descriptor type) {
    this.type = type;
    form = type.getOptions().getExtension(OptionsProto.jsonForm);
    kind = type.getOptions().getExtension(OptionsProto.kind);
    declared = type.getFields().stream().map(FieldPlan::of).toArray(FieldPlan[]::new);
    descending = declared.clone();
    Arrays.sort(
        descending, Comparator.comparingInt((FieldPlan f) -> f.field().getNumber()).reversed());
    addSlots(List.of(), declared);
  }

  static MessagePlan of(Descriptor type) {
    var plan = PLANS.get(type);
    return plan != null ? plan : PLANS.computeIfAbsent(type, MessagePlan::new);
  }

  Descriptor type() {
    return type;
  }

  JsonForm form() {
    return form;
  }

  /// Whether objects carry `kind` and `apiVersion`, which are no fields of the message.
  boolean isKind() {
    return kind;
  }

  /// In the order in which JSON has them.
  FieldPlan[] declared() {
    return declared;
  }

  /// By field number, the highest first.
  FieldPlan[] descending() {
    return descending;
  }

  /// What a JSON key stands for; null when the type knows no such key.
  Slot slot(String name) {
    return slots.get(name);
  }

  /// How many keys the type knows, apart from `kind` and `apiVersion`.
  int size() {
    return slots.size();
  }

  private void addSlots(List<FieldDescriptor> through, FieldPlan[] fields) {
    for (var field : fields) {
      if (field.inline()) {
        var deeper = new ArrayList<>(through);
        deeper.add(field.field());
        addSlots(
            List.copyOf(deeper),
            field.field().getMessageType().getFields().stream()
                .map(FieldPlan::of)
                .toArray(FieldPlan[]::new));
      } else {
        slots.putIfAbsent(field.name(), new Slot(slots.size(), through, field));
      }
    }
  }
}
