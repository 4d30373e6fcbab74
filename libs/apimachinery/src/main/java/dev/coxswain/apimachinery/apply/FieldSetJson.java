package dev.coxswain.apimachinery.apply;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Optional;
import java.util.stream.Collectors;

/// The `fieldsV1` form of field sets: nested objects whose keys start with `f:`, `k:`, `v:` or
/// `i:`. `.` says that the field itself is in the set too; what has nothing inside always is.
final class FieldSetJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SELF = ".";

  private FieldSetJson() {}

  static byte[] write(FieldSet set) {
    var bytes = new ByteArrayOutputStream();
    try (var out = JSON.getFactory().createGenerator(bytes)) {
      write(set, false, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static FieldSet parse(byte[] json) {
    try {
      var tree = JSON.readTree(json);
      var builder = new FieldSet.Builder();
      if (tree != null && tree.isObject()) {
        read(tree, builder);
      }
      return builder.build();
    } catch (IOException e) {
      throw new IllegalArgumentException("wants a set of fields", e);
    }
  }

  static boolean intersects(byte[] json, FieldSet mask) {
    try (var in = JSON.getFactory().createParser(json)) {
      return in.nextToken() == JsonToken.START_OBJECT && intersects(in, mask, false);
    } catch (IOException e) {
      throw new IllegalArgumentException("wants a set of fields", e);
    }
  }

  /// Reads on to the end of the object unless a common field is found.
  ///
  /// @param wanted whether the mask has the field itself
  private static boolean intersects(JsonParser in, FieldSet mask, boolean wanted)
      throws IOException {
    var empty = true;
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      empty = false;
      var name = in.currentName();
      in.nextToken();
      if (name.equals(SELF) && wanted) {
        return true;
      }
      var element = mask.isEmpty() ? Optional.<PathElement>empty() : element(name);
      if (element.isEmpty() || !mask.reaches(element.get())) {
        in.skipChildren();
      } else if (intersects(in, mask.below(element.get()), mask.has(element.get()))) {
        return true;
      }
    }
    return empty && wanted;
  }

  private static void write(FieldSet set, boolean self, JsonGenerator out) throws IOException {
    out.writeStartObject();
    if (self && !set.isEmpty()) {
      writeEmpty(SELF, out);
    }
    var elements = new ArrayList<PathElement>();
    set.forEach((element, _) -> elements.add(element));
    for (var element : elements) {
      out.writeFieldName(key(element));
      write(set.below(element), set.has(element), out);
    }
    out.writeEndObject();
  }

  private static void writeEmpty(String name, JsonGenerator out) throws IOException {
    out.writeFieldName(name);
    out.writeStartObject();
    out.writeEndObject();
  }

  private static void read(JsonNode tree, FieldSet.Builder into) {
    for (var field : tree.properties()) {
      element(field.getKey())
          .ifPresent(element -> {
            var below = into.at(element);
            var inside = field.getValue();
            if (inside.isEmpty() || inside.has(SELF)) {
              below.include();
            }
            read(inside, below);
          });
    }
  }

  private static String key(PathElement element) {
    return switch (element) {
      case PathElement.Name(var name) -> "f:" + name;
      case PathElement.Value(var value) -> "v:" + text(value);
      case PathElement.Index(var index) -> "i:" + index;
      case PathElement.Key(var fields) ->
          fields.stream()
              .map(field -> quoted(field.name()) + ":" + text(field.value()))
              .collect(Collectors.joining(",", "k:{", "}"));
    };
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? quoted(value.textValue()) : value.toString();
  }

  private static String quoted(String text) {
    return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  /// Empty for `.` and for kinds of elements that a later version may know.
  private static Optional<PathElement> element(String key) {
    if (key.length() < 2 || key.charAt(1) != ':') {
      return Optional.empty();
    }
    var text = key.substring(2);
    return switch (key.charAt(0)) {
      case 'f' -> Optional.of(new PathElement.Name(text));
      case 'v' -> Optional.of(new PathElement.Value(value(text)));
      case 'i' -> Optional.of(new PathElement.Index(Integer.parseInt(text)));
      case 'k' -> {
        var fields = new ArrayList<PathElement.KeyField>();
        for (var field : value(text).properties()) {
          fields.add(new PathElement.KeyField(field.getKey(), field.getValue()));
        }
        yield Optional.of(new PathElement.Key(fields));
      }
      default -> Optional.empty();
    };
  }

  private static JsonNode value(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("wants a JSON value, got " + text, e);
    }
  }
}
