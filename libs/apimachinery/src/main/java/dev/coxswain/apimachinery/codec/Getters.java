package dev.coxswain.apimachinery.codec;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.MapEntry;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/// How one field is read from messages of one type.
///
/// @param isSet for fields with presence
/// @param value of a field that is not repeated
/// @param size of a repeated field
/// @param element of a list
/// @param entries of a map, in no order
record Getters(
    Predicate<Message> isSet,
    Function<Message, Object> value,
    ToIntFunction<Message> size,
    Element element,
    Function<Message, Collection<? extends Map.Entry<?, ?>>> entries) {

  /// One of a list.
  @FunctionalInterface
  interface Element {
    Object at(Message owner, int index);
  }

  /// Through the descriptor, which works at once and for every message.
  static Getters reflective(FieldDescriptor field) {
    return new Getters(
        message -> message.hasField(field),
        message -> message.getField(field),
        message -> message.getRepeatedFieldCount(field),
        (message, index) -> message.getRepeatedField(field, index),
        message -> entries(message, field));
  }

  private static Collection<Map.Entry<?, ?>> entries(Message message, FieldDescriptor field) {
    var entries = new ArrayList<Map.Entry<?, ?>>();
    for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
      var entry = (MapEntry<?, ?>) message.getRepeatedField(field, i);
      entries.add(Map.entry(entry.getKey(), entry.getValue()));
    }
    return entries;
  }
}
