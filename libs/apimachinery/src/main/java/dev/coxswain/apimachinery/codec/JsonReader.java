package dev.coxswain.apimachinery.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/// Reads JSON into a message with the tolerance of Kubernetes' decoder: `null` is absent, keys are
/// case-sensitive.
final class JsonReader {
  /// Only schemas nest without end; the stack does not.
  private static final int MAX_DEPTH = 300;

  /// What is odd beyond these is not told.
  static final int MAX_COMPLAINTS = 100;

  private final JsonParser in;
  private final boolean collect;
  private final RawValues raw;
  private final ReadPath path = new ReadPath();
  private final Set<String> warnings = new LinkedHashSet<>();
  private int depth;

  /// Reads from the parser's current token on.
  ///
  /// @param collect whether to note unknown and duplicate fields
  JsonReader(JsonParser in, RawValues raw, boolean collect) {
    this.in = in;
    this.raw = raw;
    this.collect = collect;
  }

  Set<String> warnings() {
    return warnings;
  }

  /// Fills the builder from the value that starts at the current token.
  void message(Message.Builder to, MessagePlan plan) throws IOException {
    switch (plan.form()) {
      case FIELDS, UNRECOGNIZED -> object(to, plan);
      default -> JsonFormReader.read(to, plan, this, in);
    }
  }

  void object(Message.Builder to, MessagePlan plan) throws IOException {
    if (in.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (in.currentToken() != JsonToken.START_OBJECT) {
      throw mismatch(GoTypes.of(plan.type()));
    }
    if (++depth > MAX_DEPTH) {
      throw new DecodeException("exceeded max depth");
    }
    members(to, plan);
    depth--;
  }

  private void members(Message.Builder to, MessagePlan plan) throws IOException {
    var seen = new BitSet();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      var name = in.currentName();
      in.nextToken();
      var slot = plan.slot(name);
      if (slot != null) {
        note(seen, slot.index(), name);
        path.enterField(plan.type(), name);
        field(owner(to, slot), slot.plan());
        path.leaveField();
      } else if (plan.isKind() && (name.equals("kind") || name.equals("apiVersion"))) {
        note(seen, name.equals("kind") ? plan.size() : plan.size() + 1, name);
        path.enterField(plan.type(), name);
        typeMeta();
        path.leaveField();
      } else {
        warn("unknown field", name);
        in.skipChildren();
      }
    }
  }

  private static Message.Builder owner(Message.Builder to, MessagePlan.Slot slot) {
    var owner = to;
    for (var inlined : slot.through()) {
      owner = owner.getFieldBuilder(inlined);
    }
    return owner;
  }

  private void typeMeta() throws IOException {
    if (in.currentToken() != JsonToken.VALUE_STRING && in.currentToken() != JsonToken.VALUE_NULL) {
      throw mismatch("string");
    }
  }

  private void field(Message.Builder to, FieldPlan plan) throws IOException {
    var field = plan.field();
    boolean isNull = in.currentToken() == JsonToken.VALUE_NULL;
    if (plan.isMap()) {
      map(to, plan, isNull);
    } else if (plan.isRepeated()) {
      list(to, plan, isNull);
    } else if (isNull) {
      return;
    } else if (plan.isMessage()) {
      message(to.getFieldBuilder(field), plan.message());
    } else {
      to.setField(field, scalar(field));
    }
  }

  private void list(Message.Builder to, FieldPlan plan, boolean isNull) throws IOException {
    to.clearField(plan.field());
    if (isNull) {
      return;
    }
    if (in.currentToken() != JsonToken.START_ARRAY) {
      throw mismatch(GoTypes.of(plan.field()));
    }
    for (int i = 0; in.nextToken() != JsonToken.END_ARRAY; i++) {
      path.enterIndex(i);
      to.addRepeatedField(plan.field(), element(to, plan));
      path.leave();
    }
  }

  /// The elements of a list into a message's only field; for lists that have a message of their
  /// own.
  void elements(Message.Builder to, FieldPlan plan, String goType) throws IOException {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      throw mismatch(goType);
    }
    list(to, plan, false);
  }

  private Object element(Message.Builder owner, FieldPlan plan) throws IOException {
    var field = plan.field();
    if (plan.isMessage()) {
      var element = owner.newBuilderForField(field);
      message(element, plan.message());
      return element.build();
    }
    if (plan.rawJson()) {
      return raw.current(in);
    }
    return in.currentToken() == JsonToken.VALUE_NULL ? zero(field) : scalar(field);
  }

  private void map(Message.Builder to, FieldPlan plan, boolean isNull) throws IOException {
    if (isNull) {
      return;
    }
    if (in.currentToken() != JsonToken.START_OBJECT) {
      throw mismatch(GoTypes.of(plan.field()));
    }
    var key = plan.message().declared()[0].field();
    var value = plan.message().declared()[1];
    var seen = new HashSet<String>();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      var name = in.currentName();
      if (collect && !seen.add(name)) {
        warn("duplicate field", name);
      }
      in.nextToken();
      path.enterKey(name);
      var entry = to.newBuilderForField(plan.field());
      entry.setField(key, name);
      entry.setField(value.field(), element(entry, value));
      to.addRepeatedField(plan.field(), entry.build());
      path.leave();
    }
  }

  private Object scalar(FieldDescriptor field) throws IOException {
    return switch (field.getJavaType()) {
      case STRING -> text(GoTypes.element(field));
      case BOOLEAN -> {
        if (!in.currentToken().isBoolean()) {
          throw mismatch("bool");
        }
        yield in.getBooleanValue();
      }
      case INT -> (int) integer(Integer.MIN_VALUE, Integer.MAX_VALUE, "int32");
      case LONG -> integer(Long.MIN_VALUE, Long.MAX_VALUE, "int64");
      case DOUBLE -> {
        if (!in.currentToken().isNumeric()) {
          throw mismatch("float64");
        }
        yield in.getDoubleValue();
      }
      case BYTE_STRING -> GoBase64.decode(text("[]uint8"));
      case FLOAT, ENUM, MESSAGE ->
          throw new IllegalStateException(field.getFullName() + " is no scalar of JSON");
    };
  }

  String text(String goType) throws IOException {
    if (in.currentToken() != JsonToken.VALUE_STRING) {
      throw mismatch(goType);
    }
    return in.getText();
  }

  long integer(long min, long max, String goType) throws IOException {
    if (!in.currentToken().isNumeric()) {
      throw mismatch(goType);
    }
    if (in.currentToken() == JsonToken.VALUE_NUMBER_INT
        && in.getNumberType() != JsonParser.NumberType.BIG_INTEGER
        && in.getLongValue() >= min
        && in.getLongValue() <= max) {
      return in.getLongValue();
    }
    throw path.mismatch("number " + in.getText(), goType);
  }

  ByteString rawValue() throws IOException {
    return raw.current(in);
  }

  DecodeException mismatch(String goType) throws IOException {
    return path.mismatch(found(in), goType);
  }

  /// What Go calls the current value.
  static String found(JsonParser in) {
    return switch (in.currentToken()) {
      case START_OBJECT -> "object";
      case START_ARRAY -> "array";
      case VALUE_STRING -> "string";
      case VALUE_TRUE, VALUE_FALSE -> "bool";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "number";
      default -> "null";
    };
  }

  /// What null is as an element of a list or map.
  private static Object zero(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case STRING -> "";
      case BOOLEAN -> false;
      case INT -> 0;
      case LONG -> 0L;
      case DOUBLE -> 0.0;
      case BYTE_STRING -> ByteString.EMPTY;
      case FLOAT, ENUM, MESSAGE ->
          throw new IllegalStateException(field.getFullName() + " is no scalar of JSON");
    };
  }

  private void note(BitSet seen, int index, String name) {
    if (seen.get(index)) {
      warn("duplicate field", name);
    }
    seen.set(index);
  }

  private void warn(String what, String name) {
    if (collect && warnings.size() < MAX_COMPLAINTS) {
      warnings.add(what + " " + GoQuote.quote(path.child(name)));
    }
  }
}
