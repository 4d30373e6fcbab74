package dev.coxswain.apimachinery.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.coxswain.apimachinery.scheme.KindType;
import dev.coxswain.apimachinery.scheme.Scheme;
import java.io.IOException;

/// Writes a message as the JSON that Kubernetes servers write for it.
final class JsonWriter {
  private final JsonGenerator out;

  JsonWriter(JsonGenerator out) {
    this.out = out;
  }

  /// An object on its own, with `kind` and `apiVersion` if it has them.
  void document(Message message) throws IOException {
    var plan = MessagePlan.of(message.getDescriptorForType());
    if (plan.isKind()) {
      namedObject(message, plan);
    } else {
      message(message, plan);
    }
  }

  private void namedObject(Message message, MessagePlan plan) throws IOException {
    KindType kind = Scheme.kubernetes().kindOf(message);
    out.writeStartObject();
    out.writeStringField("kind", kind.kind());
    out.writeStringField("apiVersion", kind.apiVersion());
    fields(message, plan);
    out.writeEndObject();
  }

  void message(Message message, MessagePlan plan) throws IOException {
    switch (plan.form()) {
      case FIELDS, UNRECOGNIZED -> {
        out.writeStartObject();
        fields(message, plan);
        out.writeEndObject();
      }
      default -> JsonForms.write(message, plan, this, out);
    }
  }

  private void fields(Message message, MessagePlan plan) throws IOException {
    for (var field : plan.declared()) {
      if (field.isMap()) {
        map(message, field);
      } else if (field.isRepeated()) {
        list(message, field);
      } else if (field.isMessage()) {
        nested(message, field);
      } else {
        scalar(message, field);
      }
    }
  }

  private void nested(Message owner, FieldPlan field) throws IOException {
    boolean set = field.reader().isSet(owner);
    if (set || field.struct()) {
      var value = (Message) field.reader().value(owner);
      if (field.inline()) {
        fields(value, field.message());
      } else if (!field.omitZero() || !value.equals(value.getDefaultInstanceForType())) {
        out.writeFieldName(field.key());
        message(value, field.message());
      }
    } else if (field.keepEmpty()) {
      out.writeNullField(field.name());
    }
  }

  private void scalar(Message owner, FieldPlan field) throws IOException {
    boolean bytes = field.shape().type() == FieldDescriptor.JavaType.BYTE_STRING;
    if (field.isSet(owner) || (field.keepEmpty() && !field.hasPresence())) {
      var value = field.reader().value(owner);
      if (bytes && !field.keepEmpty() && ((ByteString) value).isEmpty()) {
        return;
      }
      out.writeFieldName(field.key());
      value(value, field);
    } else if (field.keepEmpty()) {
      out.writeNullField(field.name());
    }
  }

  private void list(Message owner, FieldPlan field) throws IOException {
    int count = field.reader().size(owner);
    if (count == 0 && !(field.keepEmpty() && field.emptyList())) {
      if (field.keepEmpty()) {
        out.writeNullField(field.name());
      }
      return;
    }
    out.writeFieldName(field.key());
    out.writeStartArray();
    for (int i = 0; i < count; i++) {
      var element = field.reader().element(owner, i);
      if (field.namesElements()) {
        namedObject((Message) element, field.message());
      } else {
        value(element, field);
      }
    }
    out.writeEndArray();
  }

  private void map(Message owner, FieldPlan field) throws IOException {
    if (field.reader().size(owner) == 0) {
      if (field.keepEmpty()) {
        out.writeNullField(field.name());
      }
      return;
    }
    var value = field.message().declared()[1];
    out.writeFieldName(field.key());
    out.writeStartObject();
    for (var entry : MapOrder.sorted(owner, field)) {
      out.writeFieldName((String) entry.getKey());
      value(entry.getValue(), value);
    }
    out.writeEndObject();
  }

  private void value(Object value, FieldPlan field) throws IOException {
    switch (field.shape().type()) {
      case INT -> out.writeNumber((Integer) value);
      case LONG -> out.writeNumber((Long) value);
      case BOOLEAN -> out.writeBoolean((Boolean) value);
      case STRING -> out.writeString((String) value);
      case DOUBLE -> out.writeNumber(JsonText.number((Double) value));
      case BYTE_STRING -> bytes((ByteString) value, field.rawJson());
      case MESSAGE -> message((Message) value, field.message());
      case FLOAT, ENUM ->
          throw new IllegalStateException(field.field().getFullName() + " has no JSON form");
    }
  }

  private void bytes(ByteString value, boolean rawJson) throws IOException {
    if (rawJson) {
      raw(value);
    } else {
      out.writeBinary(value.toByteArray());
    }
  }

  /// JSON text as it is, but compact.
  void raw(ByteString text) throws IOException {
    if (text.isEmpty()) {
      out.writeNull();
    } else {
      RawJson.write(text, this, out);
    }
  }
}
