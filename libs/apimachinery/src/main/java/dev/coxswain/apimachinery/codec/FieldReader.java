package dev.coxswain.apimachinery.codec;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.Collection;
import java.util.Map;

/// Reads one field from messages of one type: by reflection at first, so that a program that reads
/// little starts quickly, and with getters made for the field once it is read often.
final class FieldReader {
  /// Reads until getters pay off: making them takes some hundred times as long as a read.
  private static final int OFTEN = 1000;

  private final FieldDescriptor field;
  private final Getters reflective;

  /// Null until the field is read often; any thread may set it.
  private Getters compiled;

  /// Threads may lose each other's counts; then it takes a little longer.
  private int reads;

  FieldReader(FieldDescriptor field) {
    this.field = field;
    reflective = Getters.reflective(field);
  }

  boolean isSet(Message owner) {
    return getters(owner).isSet().test(owner);
  }

  Object value(Message owner) {
    return getters(owner).value().apply(owner);
  }

  int size(Message owner) {
    return getters(owner).size().applyAsInt(owner);
  }

  Object element(Message owner, int index) {
    return getters(owner).element().at(owner, index);
  }

  Collection<? extends Map.Entry<?, ?>> entries(Message owner) {
    return getters(owner).entries().apply(owner);
  }

  private Getters getters(Message owner) {
    var known = compiled;
    if (known == null && ++reads >= OFTEN) {
      known = CompiledGetters.of(owner.getClass(), field);
      compiled = known;
    }
    return known == null ? reflective : known;
  }
}
