package dev.coxswain.apimachinery.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.coxswain.apimachinery.quantity.Amount;
import java.io.IOException;

/// The text of a quantity, which JSON may give as a number too.
final class QuantityText {
  private QuantityText() {}

  /// The canonical text of the quantity at the current token.
  static String canonical(JsonParser in) throws IOException {
    boolean text = in.currentToken() == JsonToken.VALUE_STRING || in.currentToken().isNumeric();
    return Amount.parse(text ? in.getText() : in.currentToken().asString()).toString();
  }
}
