package dev.coxswain.apimachinery.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import java.io.IOException;

/// Takes the text of whole JSON values, for fields that keep it.
interface RawValues {
  /// The text of the value at the current token; afterwards that is the value's last token.
  ByteString current(JsonParser in) throws IOException;

  /// Cut out of the document as they stand there.
  static RawValues of(byte[] document) {
    return in -> {
      int from = (int) in.currentTokenLocation().getByteOffset();
      skip(in);
      in.finishToken();
      int to = (int) in.currentLocation().getByteOffset();
      return ByteString.copyFrom(document, from, to - from);
    };
  }

  /// Written anew from a tree.
  static RawValues ofTree() {
    return in -> ByteString.copyFrom(JsonCodec.toJson(in.<JsonNode>readValueAsTree()));
  }

  /// To the last token of the value. Its numbers must fit, because somebody will read them.
  private static void skip(JsonParser in) throws IOException {
    int depth = deeper(in);
    while (depth > 0) {
      in.nextToken();
      depth += deeper(in);
    }
  }

  private static int deeper(JsonParser in) throws IOException {
    return switch (in.currentToken()) {
      case START_OBJECT, START_ARRAY -> 1;
      case END_OBJECT, END_ARRAY -> -1;
      case VALUE_NUMBER_FLOAT -> {
        if (Double.isInfinite(in.getDoubleValue())) {
          throw JsonText.tooLarge(in);
        }
        yield 0;
      }
      default -> 0;
    };
  }
}
