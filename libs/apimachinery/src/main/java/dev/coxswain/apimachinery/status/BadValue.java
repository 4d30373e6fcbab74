package dev.coxswain.apimachinery.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Serial;
import java.util.Collection;
import java.util.Map;

/// How the offending value looks in a message: strings quoted, numbers plain, everything else as
/// compact JSON.
final class BadValue {
  private static final ObjectMapper JSON = new ObjectMapper();

  static {
    JSON.getFactory().setCharacterEscapes(new GoEscapes());
  }

  private BadValue() {}

  static String text(Object value) {
    return switch (value) {
      case null -> "null";
      case String s -> GoText.quote(s);
      case JsonNode node when node.isTextual() -> GoText.quote(node.textValue());
      case Number n -> n.toString();
      case Boolean b -> b.toString();
      case JsonNode _, Collection<?> _, Map<?, ?> _ -> json(value);
      default -> GoText.quote(value.toString());
    };
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("wants a value that has a JSON form", e);
    }
  }

  /// Go's encoder keeps `<`, `>` and `&` out of JSON text.
  private static final class GoEscapes extends CharacterEscapes {
    @Serial private static final long serialVersionUID = 1;

    private static final int[] ASCII = standardAsciiEscapesForJSON();

    static {
      ASCII['<'] = ESCAPE_CUSTOM;
      ASCII['>'] = ESCAPE_CUSTOM;
      ASCII['&'] = ESCAPE_CUSTOM;
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return ASCII;
    }

    @Override
    public SerializedString getEscapeSequence(int c) {
      return new SerializedString("\\u%04x".formatted(c));
    }
  }
}
