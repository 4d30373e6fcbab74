package dev.coxswain.apimachinery.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.coxswain.apimachinery.time.Times;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/// Writes the messages whose JSON is not an object of their fields. Their fields are known by
/// position.
final class JsonForms {
  private JsonForms() {}

  static void write(Message message, MessagePlan plan, JsonWriter writer, JsonGenerator out)
      throws IOException {
    switch (plan.form()) {
      case TIME -> time(message, plan, out, false);
      case MICRO_TIME -> time(message, plan, out, true);
      case DURATION ->
          out.writeString(Times.formatGoDuration(Duration.ofNanos(number(message, plan, 0))));
      case RAW -> writer.raw((ByteString) get(message, plan, 0));
      case QUANTITY -> {
        var text = (String) get(message, plan, 0);
        out.writeString(text.isEmpty() ? "0" : text);
      }
      case INT_OR_STRING -> {
        if (number(message, plan, 0) == 1) {
          out.writeString((String) get(message, plan, 2));
        } else {
          out.writeNumber(number(message, plan, 1));
        }
      }
      case LIST -> elements(message, plan.declared()[0], writer, out);
      case OBJECT_OR_BOOL -> {
        if (isSet(message, plan, 1)) {
          writer.message((Message) get(message, plan, 1), plan.declared()[1].message());
        } else {
          out.writeBoolean((Boolean) get(message, plan, 0));
        }
      }
      case OBJECT_OR_LIST -> {
        if (isSet(message, plan, 1)) {
          elements(message, plan.declared()[1], writer, out);
        } else if (isSet(message, plan, 0)) {
          writer.message((Message) get(message, plan, 0), plan.declared()[0].message());
        } else {
          out.writeNull();
        }
      }
      case FIELDS, UNRECOGNIZED ->
          throw new IllegalStateException(plan.type().getFullName() + " is an object");
    }
  }

  /// Zero is no point in time but its absence.
  static boolean isZeroTime(Message time, MessagePlan plan) {
    return number(time, plan, 0) == 0 && number(time, plan, 1) == 0;
  }

  private static void time(Message time, MessagePlan plan, JsonGenerator out, boolean micros)
      throws IOException {
    if (isZeroTime(time, plan)) {
      out.writeNull();
      return;
    }
    var instant = Instant.ofEpochSecond(number(time, plan, 0), number(time, plan, 1));
    out.writeString(micros ? Times.rfc3339Micro(instant) : Times.rfc3339(instant));
  }

  private static void elements(Message list, FieldPlan items, JsonWriter writer, JsonGenerator out)
      throws IOException {
    out.writeStartArray();
    for (int i = 0; i < items.reader().size(list); i++) {
      var item = items.reader().element(list, i);
      if (item instanceof Message message) {
        writer.message(message, items.message());
      } else {
        out.writeString((String) item);
      }
    }
    out.writeEndArray();
  }

  private static boolean isSet(Message message, MessagePlan plan, int position) {
    return plan.declared()[position].isSet(message);
  }

  private static Object get(Message message, MessagePlan plan, int position) {
    return plan.declared()[position].reader().value(message);
  }

  private static long number(Message message, MessagePlan plan, int position) {
    return ((Number) get(message, plan, position)).longValue();
  }
}
