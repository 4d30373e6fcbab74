package dev.coxswain.apimachinery.codec;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;

/// What a descriptor says of a field's type, looked up once instead of at every turn.
final class FieldShape {
  private final FieldDescriptor field;
  private final JavaType type;
  private final boolean map;
  private final boolean repeated;
  private final boolean presence;
  private final Object zero;

  /// Null until it is asked for, because types may contain themselves; any thread may set it.
  private MessagePlan message;

  FieldShape(FieldDescriptor field) {
    this.field = field;
    type = field.getJavaType();
    map = field.isMapField();
    repeated = field.isRepeated();
    presence = field.hasPresence();
    zero = repeated || type == JavaType.MESSAGE ? "" : field.getDefaultValue();
  }

  JavaType type() {
    return type;
  }

  boolean isMap() {
    return map;
  }

  /// Whether it is a list or a map.
  boolean isRepeated() {
    return repeated;
  }

  boolean hasPresence() {
    return presence;
  }

  boolean isMessage() {
    return type == JavaType.MESSAGE;
  }

  /// What a scalar without presence is when nobody has set it.
  boolean isZero(Object value) {
    return zero.equals(value);
  }

  MessagePlan message() {
    var known = message;
    if (known == null) {
      known = MessagePlan.of(field.getMessageType());
      message = known;
    }
    return known;
  }
}
