package dev.coxswain.apimachinery.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Message;
import dev.coxswain.apimachinery.scheme.GroupVersion;
import dev.coxswain.apimachinery.scheme.GroupVersionKind;
import dev.coxswain.apimachinery.scheme.KindType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// API objects as JSON, with Kubernetes' conventions and Go's error messages.
public final class JsonCodec {
  private JsonCodec() {}

  /// Writes an object; a kind starts with `kind` and `apiVersion`. No newline follows.
  public static void write(Message message, OutputStream to) throws IOException {
    try (var out = JsonText.FACTORY.createGenerator(to)) {
      out.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      new JsonWriter(out).document(message);
    }
  }

  public static byte[] toJson(Message message) {
    var to = new ByteArrayOutputStream(512 + message.getSerializedSize() * 2);
    try {
      write(message, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return to.toByteArray();
  }

  /// The object as a tree that the caller may change.
  public static JsonNode toTree(Message message) {
    try (var tokens = new TreeBuffer()) {
      new JsonWriter(tokens).document(message);
      return tokens.tree();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A tree as compact JSON, in the order of the tree, with Go's escapes and numbers.
  public static byte[] toJson(JsonNode tree) {
    var to = new ByteArrayOutputStream();
    try (var out = JsonText.FACTORY.createGenerator(to)) {
      JsonText.write(tree, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return to.toByteArray();
  }

  /// Any JSON document as a tree.
  ///
  /// @throws DecodeException if it is no JSON
  public static JsonNode parse(byte[] json) {
    return Utf8Input.parse(json, (in, document) -> JsonText.read(in));
  }

  /// Reads an object of this kind, whatever `kind` and `apiVersion` the text claims.
  ///
  /// @throws DecodeException if the text does not fit the type or, when strict, has unknown or
  ///   duplicate fields
  public static Decoded<Message> read(byte[] json, KindType type, FieldValidation validation) {
    return Utf8Input.parse(
        json, (in, document) -> read(in, RawValues.of(document), type, validation));
  }

  /// Like [#read(byte[],KindType,FieldValidation)], from a tree.
  public static Decoded<Message> read(JsonNode tree, KindType type, FieldValidation validation) {
    try (JsonParser in = tree.traverse(JsonText.MAPPER)) {
      in.nextToken();
      return read(in, RawValues.ofTree(), type, validation);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Fills a message of any type from a tree; unknown fields are ignored.
  public static void merge(JsonNode tree, Message.Builder to) {
    try (JsonParser in = tree.traverse(JsonText.MAPPER)) {
      in.nextToken();
      new JsonReader(in, RawValues.ofTree(), false)
          .message(to, MessagePlan.of(to.getDescriptorForType()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What `apiVersion` and `kind` of the document say, either of which may be missing; empty if
  /// both are, and for null.
  ///
  /// @throws DecodeException if it is no JSON object, or they are no text
  public static Optional<GroupVersionKind> peek(byte[] json) {
    try {
      return Utf8Input.parse(json, (in, document) -> peek(in));
    } catch (DecodeException e) {
      throw new DecodeException(
          "couldn't get version/kind; json parse error: " + e.getMessage(), e);
    }
  }

  private static Decoded<Message> read(
      JsonParser in, RawValues raw, KindType type, FieldValidation validation) throws IOException {
    var reader = new JsonReader(in, raw, validation != FieldValidation.IGNORE);
    var builder = type.prototype().newBuilderForType();
    try {
      reader.message(builder, MessagePlan.of(type.descriptor()));
    } catch (DecodeException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new DecodeException(e.getMessage(), e);
    }
    if (validation == FieldValidation.STRICT && !reader.warnings().isEmpty()) {
      throw new DecodeException("strict decoding error: " + String.join(", ", reader.warnings()));
    }
    return new Decoded<>(builder.build(), List.copyOf(reader.warnings()));
  }

  private static Optional<GroupVersionKind> peek(JsonParser in) throws IOException {
    var names = new String[] {"", ""};
    if (in.currentToken() == JsonToken.VALUE_NULL) {
      return Optional.empty();
    }
    if (in.currentToken() != JsonToken.START_OBJECT) {
      throw new DecodeException(
          "json: cannot unmarshal "
              + JsonReader.found(in)
              + " into Go value of type struct { APIVersion string"
              + " \"json:\\\"apiVersion,omitempty\\\"\"; Kind string"
              + " \"json:\\\"kind,omitempty\\\"\" }");
    }
    while (in.nextToken() != JsonToken.END_OBJECT) {
      int index = Arrays.asList("apiVersion", "kind").indexOf(in.currentName());
      in.nextToken();
      if (index >= 0 && in.currentToken() == JsonToken.VALUE_STRING) {
        names[index] = in.getText();
      } else if (index >= 0 && in.currentToken() != JsonToken.VALUE_NULL) {
        throw new DecodeException(
            "json: cannot unmarshal %s into Go struct field .%s of type string"
                .formatted(JsonReader.found(in), index == 0 ? "apiVersion" : "kind"));
      } else {
        in.skipChildren();
      }
    }
    return names[0].isEmpty() && names[1].isEmpty()
        ? Optional.empty()
        : Optional.of(GroupVersion.parse(names[0]).withKind(names[1]));
  }
}
