package dev.coxswain.apimachinery.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.coxswain.api.options.OptionsProto;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/// Fills messages with anything that survives all codecs: canonical quantities, whole seconds, no
/// empty bytes.
final class RandomObjects {
  private static final int MAX_DEPTH = 12;
  private static final String[] TEXTS = {
    "",
    "a",
    "web-1",
    "<&>",
    "ümläut \u2028 \ud83d\ude00",
    "tab\tquote\"\\",
    "line\nline",
    "true",
    "12"
  };

  private final Random random;

  RandomObjects(long seed) {
    random = new Random(seed);
  }

  Message of(Message prototype) {
    return fill(prototype.newBuilderForType(), 0);
  }

  private Message fill(Message.Builder to, int depth) {
    var type = to.getDescriptorForType();
    switch (type.getOptions().getExtension(OptionsProto.jsonForm)) {
      case FIELDS, UNRECOGNIZED ->
          type.getFields().stream()
              .filter(field -> random.nextInt(100) < 60 - 6 * depth)
              .forEach(field -> set(to, field, depth));
      case LIST -> set(to, type.getFields().getFirst(), depth);
      default -> special(to, type, depth);
    }
    return to.build();
  }

  private void special(Message.Builder to, Descriptor type, int depth) {
    var fields = type.getFields();
    switch (type.getOptions().getExtension(OptionsProto.jsonForm)) {
      case TIME -> to.setField(fields.get(0), 1L + random.nextInt(Integer.MAX_VALUE));
      case MICRO_TIME -> {
        to.setField(fields.get(0), 1L + random.nextInt(Integer.MAX_VALUE));
        to.setField(fields.get(1), random.nextInt(1_000_000) * 1000);
      }
      case DURATION -> to.setField(fields.get(0), random.nextLong(100_000_000_000L));
      case RAW ->
          to.setField(
              fields.get(0), ByteString.copyFromUtf8("{\"a\":[1,2.5,\"\\u003c\"],\"b\":null}"));
      case QUANTITY -> to.setField(fields.get(0), random.nextInt(1, 1000) + "Mi");
      case INT_OR_STRING -> {
        boolean text = random.nextBoolean();
        to.setField(fields.get(0), text ? 1L : 0L);
        to.setField(fields.get(text ? 2 : 1), text ? "25%" : (Object) random.nextInt());
      }
      case OBJECT_OR_BOOL -> {
        boolean bool = random.nextBoolean() || depth > MAX_DEPTH;
        to.setField(fields.get(0), !bool || random.nextBoolean());
        if (!bool) {
          fill(to.getFieldBuilder(fields.get(1)), depth + 1);
        }
      }
      case OBJECT_OR_LIST -> {
        if (random.nextBoolean()) {
          fill(to.getFieldBuilder(fields.get(0)), depth + 1);
        } else {
          to.addRepeatedField(fields.get(1), value(to, fields.get(1), depth));
        }
      }
      case FIELDS, LIST, UNRECOGNIZED -> throw new AssertionError(type.getFullName());
    }
  }

  private void set(Message.Builder to, FieldDescriptor field, int depth) {
    if (field.isMapField()) {
      map(to, field, depth);
    } else if (field.isRepeated()) {
      for (int i = random.nextInt(2); i >= 0; i--) {
        to.addRepeatedField(field, value(to, field, depth));
      }
    } else {
      to.setField(field, value(to, field, depth));
    }
  }

  private void map(Message.Builder to, FieldDescriptor field, int depth) {
    Set<String> keys = new HashSet<>();
    for (int i = random.nextInt(2); i >= 0; i--) {
      var key = text() + i;
      if (keys.add(key)) {
        var entry = to.newBuilderForField(field);
        var type = field.getMessageType();
        entry.setField(type.findFieldByNumber(1), key);
        entry.setField(type.findFieldByNumber(2), value(entry, type.findFieldByNumber(2), depth));
        to.addRepeatedField(field, entry.build());
      }
    }
  }

  private Object value(Message.Builder owner, FieldDescriptor field, int depth) {
    return switch (field.getJavaType()) {
      case STRING -> text();
      case INT -> random.nextInt(4) == 0 ? 0 : random.nextInt();
      case LONG -> random.nextInt(4) == 0 ? 0L : random.nextLong();
      case BOOLEAN -> random.nextBoolean();
      case DOUBLE -> random.nextInt(1000) / 8.0;
      case BYTE_STRING ->
          field.getOptions().getExtension(OptionsProto.rawJson)
              ? ByteString.copyFromUtf8("\"x\"")
              : ByteString.copyFrom(new byte[] {1, (byte) random.nextInt(256)});
      case MESSAGE -> fill(owner.newBuilderForField(field), depth + 1);
      case FLOAT, ENUM -> throw new AssertionError(field.getFullName());
    };
  }

  private String text() {
    return TEXTS[random.nextInt(TEXTS.length)];
  }
}
