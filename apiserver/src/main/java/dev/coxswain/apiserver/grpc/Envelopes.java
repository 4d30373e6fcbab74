package dev.coxswain.apiserver.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnsafeByteOperations;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.api.meta.v1.Status;
import dev.coxswain.api.rpc.v1.Envelope;
import dev.coxswain.apimachinery.scheme.GroupVersion;
import dev.coxswain.apimachinery.scheme.KindType;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.storage.StoredObject;

/// Objects on the wire, with their kinds.
final class Envelopes {
  private static final KindType STATUS = Scheme.kubernetes().kindOf(Status.class);

  private Envelopes() {}

  /// Shares the bytes that all clients get.
  static Envelope of(StoredObject object) {
    return of(object.kind(), UnsafeByteOperations.unsafeWrap(object.wire()));
  }

  static Envelope of(Status status) {
    return of(STATUS, status.toByteString());
  }

  static Message open(Envelope envelope) {
    var gvk = GroupVersion.parse(envelope.getApiVersion()).withKind(envelope.getKind());
    var kind =
        Scheme.kubernetes()
            .kind(gvk)
            .orElseThrow(() ->
                badRequest(
                    "no kind \"%s\" is registered for version \"%s\""
                        .formatted(gvk.kind(), gvk.apiVersion())));
    try {
      return kind.prototype().getParserForType().parseFrom(envelope.getRaw());
    } catch (InvalidProtocolBufferException e) {
      throw badRequest("the object is no " + gvk.kind() + ": " + e.getMessage());
    }
  }

  static DeleteOptions deleteOptions(ByteString bytes) {
    try {
      return DeleteOptions.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw badRequest("the options are no DeleteOptions: " + e.getMessage());
    }
  }

  private static Envelope of(KindType kind, ByteString raw) {
    return Envelope.newBuilder()
        .setApiVersion(kind.apiVersion())
        .setKind(kind.kind())
        .setRaw(raw)
        .build();
  }

  private static ApiException badRequest(String message) {
    return ApiException.of(new Refusal.BadRequest(message));
  }
}
