package dev.coxswain.apimachinery.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/// The text of a quantity, which JSON may give as a number too.
final class QuantityText {
  private QuantityText() {}

  static String canonical(JsonParser in) throws IOException {
    if (in.currentToken() != JsonToken.VALUE_STRING && !in.currentToken().isNumeric()) {
      throw new DecodeException(
          "quantities must match the regular expression"
              + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
    }
    return in.getText();
  }
}
