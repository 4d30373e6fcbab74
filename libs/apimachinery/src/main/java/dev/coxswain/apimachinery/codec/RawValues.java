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
      in.skipChildren();
      in.finishToken();
      int to = (int) in.currentLocation().getByteOffset();
      return ByteString.copyFrom(document, from, to - from);
    };
  }

  /// Written anew from a tree.
  static RawValues ofTree() {
    return in -> ByteString.copyFrom(JsonCodec.toJson(in.<JsonNode>readValueAsTree()));
  }
}
