package dev.coxswain.client;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.coxswain.api.rpc.v1.Envelope;
import dev.coxswain.apimachinery.scheme.GroupVersion;
import dev.coxswain.apimachinery.scheme.KindType;
import dev.coxswain.apimachinery.scheme.Scheme;

/// Objects on the wire of the gRPC API.
final class Envelopes {
  private Envelopes() {}

  static Envelope of(Message object) {
    var kind = Scheme.kubernetes().kindOf(object);
    return Envelope.newBuilder()
        .setApiVersion(kind.apiVersion())
        .setKind(kind.kind())
        .setRaw(object.toByteString())
        .build();
  }

  /// The object in the envelope.
  ///
  /// @param expected its kind, in all likelihood
  static Message open(Envelope envelope, KindType expected) {
    var kind = isOf(envelope, expected) ? expected : kind(envelope);
    try {
      return kind.prototype().getParserForType().parseFrom(envelope.getRaw());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the server sent an unreadable " + kind.gvk(), e);
    }
  }

  private static boolean isOf(Envelope envelope, KindType kind) {
    return envelope.getKind().equals(kind.kind())
        && envelope.getApiVersion().equals(kind.apiVersion());
  }

  private static KindType kind(Envelope envelope) {
    var gvk = GroupVersion.parse(envelope.getApiVersion()).withKind(envelope.getKind());
    return Scheme.kubernetes()
        .kind(gvk)
        .orElseThrow(() -> new IllegalStateException("the server sent an unknown kind: " + gvk));
  }
}
