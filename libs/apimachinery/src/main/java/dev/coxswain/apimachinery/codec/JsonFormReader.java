package dev.coxswain.apimachinery.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.Message;
import dev.coxswain.apimachinery.time.Times;
import java.io.IOException;
import java.time.Instant;

/// Reads the messages whose JSON is not an object of their fields. Their fields are known by
/// position.
final class JsonFormReader {
  private JsonFormReader() {}

  static void read(Message.Builder to, MessagePlan plan, JsonReader reader, JsonParser in)
      throws IOException {
    var token = in.currentToken();
    switch (plan.form()) {
      case RAW -> set(to, plan, 0, reader.rawValue());
      case OBJECT_OR_BOOL -> objectOrBool(to, plan, reader, token);
      case OBJECT_OR_LIST -> objectOrList(to, plan, reader, token);
      default -> {
        if (token != JsonToken.VALUE_NULL) {
          scalarLike(to, plan, reader, in);
        }
      }
    }
  }

  private static void scalarLike(
      Message.Builder to, MessagePlan plan, JsonReader reader, JsonParser in) throws IOException {
    switch (plan.form()) {
      case TIME -> time(to, plan, Times.parse(plainText(in)).getEpochSecond(), 0);
      case MICRO_TIME -> {
        Instant instant = Times.parseMicro(plainText(in));
        time(to, plan, instant.getEpochSecond(), instant.getNano());
      }
      case DURATION -> set(to, plan, 0, Times.parseGoDuration(plainText(in)).toNanos());
      case QUANTITY -> set(to, plan, 0, QuantityText.canonical(in));
      case INT_OR_STRING -> intOrString(to, plan, in);
      case LIST -> reader.elements(to, plan.declared()[0], GoTypes.of(plan.type()));
      default -> throw new IllegalStateException(plan.type().getFullName() + " has no such form");
    }
  }

  private static void objectOrBool(
      Message.Builder to, MessagePlan plan, JsonReader reader, JsonToken token) throws IOException {
    switch (token) {
      case VALUE_NULL -> {}
      case VALUE_FALSE -> set(to, plan, 0, false);
      case VALUE_TRUE -> set(to, plan, 0, true);
      case START_OBJECT -> {
        set(to, plan, 0, true);
        reader.object(to.getFieldBuilder(field(plan, 1)), plan.declared()[1].message());
      }
      default -> throw new DecodeException("boolean or JSON schema expected");
    }
  }

  private static void objectOrList(
      Message.Builder to, MessagePlan plan, JsonReader reader, JsonToken token) throws IOException {
    switch (token) {
      case START_OBJECT ->
          reader.object(to.getFieldBuilder(field(plan, 0)), plan.declared()[0].message());
      case START_ARRAY -> reader.elements(to, plan.declared()[1], GoTypes.of(plan.type()));
      case VALUE_NULL -> {}
      default -> throw new DecodeException("JSON schema or array expected");
    }
  }

  private static void intOrString(Message.Builder to, MessagePlan plan, JsonParser in)
      throws IOException {
    if (in.currentToken() == JsonToken.VALUE_STRING) {
      set(to, plan, 0, 1L);
      set(to, plan, 2, in.getText());
      return;
    }
    boolean fits =
        in.currentToken() == JsonToken.VALUE_NUMBER_INT
            && in.getNumberType() == JsonParser.NumberType.INT;
    if (!fits) {
      var found = JsonReader.found(in);
      throw goValue(found.equals("number") ? "number " + in.getText() : found, "int32");
    }
    set(to, plan, 0, 0L);
    set(to, plan, 1, in.getIntValue());
  }

  /// A text that Go reads by itself, without knowing in which field it is.
  private static String plainText(JsonParser in) throws IOException {
    if (in.currentToken() != JsonToken.VALUE_STRING) {
      throw goValue(JsonReader.found(in), "string");
    }
    return in.getText();
  }

  private static DecodeException goValue(String found, String type) {
    return new DecodeException(
        "json: cannot unmarshal " + found + " into Go value of type " + type);
  }

  private static void time(Message.Builder to, MessagePlan plan, long seconds, int nanos) {
    set(to, plan, 0, seconds);
    set(to, plan, 1, nanos);
  }

  private static void set(Message.Builder to, MessagePlan plan, int position, Object value) {
    to.setField(field(plan, position), value);
  }

  private static com.google.protobuf.Descriptors.FieldDescriptor field(
      MessagePlan plan, int position) {
    return plan.declared()[position].field();
  }
}
