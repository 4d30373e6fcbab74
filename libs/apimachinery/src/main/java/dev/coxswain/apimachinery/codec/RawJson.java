package dev.coxswain.apimachinery.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
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
    try (JsonParser in = JsonText.FACTORY.createParser(text.newInput())) {
      in.nextToken();
      out.copyCurrentStructureExact(in);
    }
  }

  private static com.google.protobuf.Message decoded(ByteString envelope)
      throws InvalidProtocolBufferException {
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
