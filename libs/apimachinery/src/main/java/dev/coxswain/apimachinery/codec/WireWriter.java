package dev.coxswain.apimachinery.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.WireFormat;
import dev.coxswain.api.options.JsonForm;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes a message backwards, so that the length of what is nested is known once it is written.
final class WireWriter {
  private static final int USUAL_BYTES = 4096;

  private byte[] buffer;
  private int start;

  private WireWriter(int capacity) {
    buffer = new byte[capacity];
    start = capacity;
  }

  static byte[] write(Message message) {
    return write(message, new byte[0]);
  }

  static byte[] write(Message message, byte[] prefix) {
    var writer = new WireWriter(USUAL_BYTES + prefix.length);
    writer.message(message, MessagePlan.of(message.getDescriptorForType()));
    writer.bytes(prefix);
    return Arrays.copyOfRange(writer.buffer, writer.start, writer.buffer.length);
  }

  private void message(Message message, MessagePlan plan) {
    if (isEmptyTime(message, plan)) {
      return;
    }
    for (var field : plan.descending()) {
      if (field.isMap()) {
        map(message, field);
      } else if (field.isRepeated()) {
        for (int i = field.reader().size(message) - 1; i >= 0; i--) {
          field(field, field.reader().element(message, i));
        }
      } else if (isWritten(message, field)) {
        var value = field.reader().value(message);
        field(field, plan.form() == JsonForm.QUANTITY && "".equals(value) ? "0" : value);
      }
    }
  }

  private static boolean isWritten(Message message, FieldPlan field) {
    return field.struct() || !field.hasPresence() || field.reader().isSet(message);
  }

  private static boolean isEmptyTime(Message message, MessagePlan plan) {
    return (plan.form() == JsonForm.TIME || plan.form() == JsonForm.MICRO_TIME)
        && JsonForms.isZeroTime(message, plan);
  }

  private void map(Message owner, FieldPlan field) {
    var entry = field.message();
    var entries = MapOrder.sorted(owner, field);
    for (int i = entries.length - 1; i >= 0; i--) {
      int before = written();
      field(entry.declared()[1], entries[i].getValue());
      field(entry.declared()[0], entries[i].getKey());
      lengthDelimited(before, field.field());
    }
  }

  private void field(FieldPlan field, Object value) {
    var descriptor = field.field();
    int before = written();
    switch (field.shape().type()) {
      case MESSAGE -> {
        message((Message) value, field.message());
        lengthDelimited(before, descriptor);
      }
      case STRING -> {
        bytes(((String) value).getBytes(StandardCharsets.UTF_8));
        lengthDelimited(before, descriptor);
      }
      case BYTE_STRING -> {
        bytes((ByteString) value);
        lengthDelimited(before, descriptor);
      }
      case INT -> number(((Integer) value).longValue(), descriptor);
      case LONG -> number((Long) value, descriptor);
      case BOOLEAN -> number((Boolean) value ? 1 : 0, descriptor);
      case DOUBLE -> {
        fixed64(Double.doubleToRawLongBits((Double) value));
        tag(descriptor, WireFormat.WIRETYPE_FIXED64);
      }
      case FLOAT, ENUM ->
          throw new IllegalStateException(descriptor.getFullName() + " has no wire form");
    }
  }

  private void lengthDelimited(int before, FieldDescriptor field) {
    varint(written() - before);
    tag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
  }

  private void number(long value, FieldDescriptor field) {
    varint(value);
    tag(field, WireFormat.WIRETYPE_VARINT);
  }

  private void tag(FieldDescriptor field, int wireType) {
    varint(((long) field.getNumber() << 3) | wireType);
  }

  private void varint(long value) {
    int size = (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
    int at = reserve(size);
    long rest = value;
    for (int i = 0; i < size - 1; i++, rest >>>= 7) {
      buffer[at + i] = (byte) ((rest & 0x7f) | 0x80);
    }
    buffer[at + size - 1] = (byte) rest;
  }

  private void fixed64(long bits) {
    int at = reserve(Long.BYTES);
    for (int i = 0; i < Long.BYTES; i++) {
      buffer[at + i] = (byte) (bits >>> (8 * i));
    }
  }

  private void bytes(byte[] value) {
    int at = reserve(value.length);
    System.arraycopy(value, 0, buffer, at, value.length);
  }

  private void bytes(ByteString value) {
    int at = reserve(value.size());
    value.copyTo(buffer, at);
  }

  private int written() {
    return buffer.length - start;
  }

  /// Makes room before what is written and returns where it begins; may replace the buffer.
  private int reserve(int size) {
    if (start < size) {
      int used = written();
      var larger = new byte[Math.max(buffer.length * 2, used + size)];
      System.arraycopy(buffer, start, larger, larger.length - used, used);
      buffer = larger;
      start = larger.length - used;
    }
    start -= size;
    return start;
  }
}
