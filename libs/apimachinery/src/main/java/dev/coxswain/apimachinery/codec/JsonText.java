package dev.coxswain.apimachinery.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NumericNode;
import java.io.IOException;
import java.math.BigDecimal;

/// JSON as Go writes it.
final class JsonText {
  /// As deep as Go goes.
  private static final int MAX_DEPTH = 10_000;

  static final JsonFactory FACTORY =
      ((JsonFactoryBuilder) JsonFactory.builder())
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
          .characterEscapes(new GoEscapes())
          .build();

  static final JsonMapper MAPPER = JsonMapper.builder(FACTORY).nodeFactory(new Float64s()).build();

  private JsonText() {}

  /// The value at whose first token the parser stands.
  ///
  /// @throws DecodeException if it holds a number that is too large
  static JsonNode read(JsonParser in) throws IOException {
    try {
      return MAPPER.readTree(in);
    } catch (ArithmeticException _) {
      throw tooLarge(in);
    }
  }

  /// The refusal of the number at which the parser stands.
  static DecodeException tooLarge(JsonParser in) throws IOException {
    return new DecodeException(
        "json: cannot unmarshal number " + in.getText() + " into Go value of type float64");
  }

  static void write(JsonNode tree, JsonGenerator out) throws IOException {
    if (tree.isObject()) {
      out.writeStartObject();
      for (var entry : tree.properties()) {
        out.writeFieldName(entry.getKey());
        write(entry.getValue(), out);
      }
      out.writeEndObject();
    } else if (tree.isArray()) {
      out.writeStartArray();
      for (var element : tree) {
        write(element, out);
      }
      out.writeEndArray();
    } else if (tree.isFloatingPointNumber()) {
      out.writeNumber(number(tree.doubleValue()));
    } else {
      MAPPER.writeTree(out, tree);
    }
  }

  /// As Go's `encoding/json` writes a float64: the shortest digits, exponents only for the very
  /// large and small.
  static String number(double value) {
    double size = Math.abs(value);
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    if (size >= 1e-6 && size < 1e21) {
      return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }
    var shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    var digits = shortest.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - shortest.scale();
    var fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
    return (value < 0 ? "-" : "")
        + digits.charAt(0)
        + fraction
        + (exponent < 0 ? "e-" : "e+")
        + Math.abs(exponent);
  }

  /// Numbers with a fraction or an exponent are of Go's type float64.
  private static final class Float64s extends JsonNodeFactory {
    private static final long serialVersionUID = 1L;

    @Override
    public NumericNode numberNode(double value) {
      if (Double.isInfinite(value)) {
        throw new ArithmeticException("no float64 is that large");
      }
      return super.numberNode(value);
    }
  }

  /// Go escapes what HTML might misread.
  private static final class GoEscapes extends CharacterEscapes {
    private static final long serialVersionUID = 1L;
    private static final SerializedString LINE_SEPARATOR = new SerializedString("\\u2028");
    private static final SerializedString PARAGRAPH_SEPARATOR = new SerializedString("\\u2029");

    @Override
    public int[] getEscapeCodesForAscii() {
      var codes = standardAsciiEscapesForJSON();
      codes['<'] = ESCAPE_STANDARD;
      codes['>'] = ESCAPE_STANDARD;
      codes['&'] = ESCAPE_STANDARD;
      return codes;
    }

    @Override
    public SerializableString getEscapeSequence(int c) {
      return switch (c) {
        case 0x2028 -> LINE_SEPARATOR;
        case 0x2029 -> PARAGRAPH_SEPARATOR;
        default -> null;
      };
    }
  }
}
