package dev.coxswain.apimachinery.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import dev.coxswain.apimachinery.scheme.Scheme;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Getters made for a class read what the descriptor reads, for every field of the contract.
class CompiledGettersTest {
  private final Map<Descriptor, Message> messages = new HashMap<>();

  @Test
  void readWhatTheDescriptorReads() {
    Scheme.kubernetes().kinds().forEach(kind -> gather(kind.prototype()));
    assertThat(messages).hasSizeGreaterThan(500);
    messages
        .values()
        .forEach(prototype -> {
          var object = new RandomObjects(1).of(prototype);
          assertSame(object);
          assertSame(prototype);
        });
  }

  private void gather(Message prototype) {
    if (messages.putIfAbsent(prototype.getDescriptorForType(), prototype) != null) {
      return;
    }
    for (var field : prototype.getDescriptorForType().getFields()) {
      if (FieldPlan.of(field).isMessage() && !field.isMapField()) {
        gather(prototype.newBuilderForType().newBuilderForField(field).getDefaultInstanceForType());
      }
    }
  }

  private static void assertSame(Message object) {
    for (var field : object.getDescriptorForType().getFields()) {
      var compiled = CompiledGetters.of(object.getClass(), field);
      var slow = Getters.reflective(field);
      if (!field.isRepeated()) {
        assertThat(compiled.value().apply(object)).isEqualTo(slow.value().apply(object));
        assertThat(field.hasPresence() && compiled.isSet().test(object))
            .isEqualTo(field.hasPresence() && slow.isSet().test(object));
        continue;
      }
      int size = slow.size().applyAsInt(object);
      assertThat(compiled.size().applyAsInt(object)).isEqualTo(size);
      if (field.isMapField()) {
        assertThat(new HashSet<Object>(compiled.entries().apply(object)))
            .isEqualTo(new HashSet<Object>(slow.entries().apply(object)));
        continue;
      }
      var elements = new ArrayList<Object>();
      var expected = new ArrayList<Object>();
      for (int i = 0; i < size; i++) {
        elements.add(compiled.element().at(object, i));
        expected.add(slow.element().at(object, i));
      }
      assertThat(elements).isEqualTo(expected);
    }
  }
}
