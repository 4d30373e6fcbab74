package dev.coxswain.apimachinery.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Parses JSON bytes as Go would: always UTF-8, bad bytes replaced, nothing after the value.
final class Utf8Input {
  private Utf8Input() {}

  /// Reads the value at whose first token the parser stands, to its last.
  interface Use<T> {
    T apply(JsonParser in, byte[] document) throws IOException;
  }

  static <T> T parse(byte[] json, Use<T> use) {
    if (looksLikeOtherEncoding(json)) {
      throw syntaxError(json, "is not UTF-8");
    }
    try {
      return attempt(json, use);
    } catch (DecodeException e) {
      throw GoJsonSyntax.error(json).map(m -> new DecodeException(m, e)).orElse(e);
    } catch (IOException e) {
      if (isValidUtf8(json)) {
        throw syntaxError(json, message(e));
      }
      return parse(new String(json, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8), use);
    }
  }

  private static <T> T attempt(byte[] json, Use<T> use) throws IOException {
    try (JsonParser in = JsonText.FACTORY.createParser(json)) {
      if (in.nextToken() == null) {
        throw new DecodeException("unexpected end of JSON input");
      }
      T result = use.apply(in, json);
      if (in.nextToken() != null) {
        throw new DecodeException("unexpected data after top-level value");
      }
      return result;
    }
  }

  /// A zero byte or a byte order mark would make the parser guess at another encoding.
  private static boolean looksLikeOtherEncoding(byte[] json) {
    for (int i = 0; i < Math.min(4, json.length); i++) {
      if (json[i] == 0) {
        return true;
      }
    }
    return json.length > 0 && (json[0] & 0xff) >= 0xef;
  }

  private static boolean isValidUtf8(byte[] bytes) {
    try {
      CharBuffer _ = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }

  private static DecodeException syntaxError(byte[] json, String otherwise) {
    return new DecodeException(GoJsonSyntax.error(json).orElse(otherwise));
  }

  private static String message(IOException e) {
    return switch (e) {
      case JsonProcessingException syntax -> syntax.getOriginalMessage();
      default -> throw new UncheckedIOException(e);
    };
  }
}
