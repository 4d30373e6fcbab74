package dev.coxswain.apimachinery.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.coxswain.apimachinery.scheme.GroupVersion;
import dev.coxswain.apimachinery.scheme.Scheme;
import java.io.IOException;

/// Fields whose value is any JSON, kept as text, or in protobuf messages an object in its envelope.
final class RawJson {
  private RawJson() {}

  static void write(ByteString text, JsonWriter writer, JsonGenerator out) throws IOException {
    if (WireCodec.isEnvelope(text)) {
      writer.document(decoded(text));
      return;
    }
    out.writeRawValue(compact(text.toStringUtf8()));
  }

  /// Go's `json.Compact`: without spaces between tokens, and with its escapes.
  private static String compact(String json) {
    var compact = new StringBuilder(json.length());
    boolean text = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c == '\\') {
        compact.append(c).append(json.charAt(++i));
      } else if (text && (c == '<' || c == '>' || c == '&' || c == '\u2028' || c == '\u2029')) {
        compact.append("\\u%04x".formatted((int) c));
      } else if (text || " \t\r\n".indexOf(c) < 0) {
        compact.append(c);
      }
      text ^= c == '"';
    }
    return compact.toString();
  }

  private static Message decoded(ByteString envelope) throws InvalidProtocolBufferException {
    var unknown = WireCodec.parseEnvelope(envelope.toByteArray());
    var type = unknown.getTypeMeta();
    var gvk = GroupVersion.parse(type.getApiVersion()).withKind(type.getKind());
    var kind =
        Scheme.kubernetes()
            .kind(gvk)
            .orElseThrow(() -> new IllegalStateException("wants a known kind, got " + gvk));
    return kind.prototype().getParserForType().parseFrom(unknown.getRaw());
  }
}
