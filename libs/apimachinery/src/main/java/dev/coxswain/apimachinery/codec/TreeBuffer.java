package dev.coxswain.apimachinery.codec;

import com.fasterxml.jackson.core.Base64Variant;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.io.IOException;
import java.util.Arrays;

/// Takes what a writer says and makes the tree of it that reading the written text would give.
final class TreeBuffer extends TokenBuffer {
  TreeBuffer() {
    super(JsonText.MAPPER, false);
  }

  JsonNode tree() throws IOException {
    return JsonText.read(asParser());
  }

  /// A small number is an int, whatever type its field has.
  @Override
  public void writeNumber(long value) throws IOException {
    if (value == (int) value) {
      super.writeNumber((int) value);
    } else {
      super.writeNumber(value);
    }
  }

  @Override
  public void writeNumber(String text) throws IOException {
    writeRawValue(text);
  }

  @Override
  public void writeRawValue(String text) throws IOException {
    try (var in = JsonText.FACTORY.createParser(text)) {
      in.nextToken();
      copyCurrentStructure(in);
    }
  }

  @Override
  public void writeBinary(Base64Variant variant, byte[] data, int offset, int length)
      throws IOException {
    writeString(variant.encode(Arrays.copyOfRange(data, offset, offset + length)));
  }
}
