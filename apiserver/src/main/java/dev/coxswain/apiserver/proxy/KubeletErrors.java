package dev.coxswain.apiserver.proxy;

import dev.coxswain.api.meta.v1.ListMeta;
import dev.coxswain.api.meta.v1.Status;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import java.io.IOException;

/// What a client is told when the kubelet refuses, in the kubelet's words.
final class KubeletErrors {
  private KubeletErrors() {}

  static ApiException of(int code, String text) {
    var message = text.strip();
    return switch (code) {
      case 400 -> ApiException.of(new Refusal.BadRequest(message));
      case 500 -> ApiException.of(new Refusal.Internal(message));
      case 404 -> status(404, "NotFound", message);
      default -> status(code, "InternalError", message);
    };
  }

  static ApiException unreachable(Kubelet kubelet, IOException cause) {
    return ApiException.of(
        new Refusal.Internal(
            "error dialing backend: dial tcp %s: %s"
                .formatted(kubelet.authority(), cause.getMessage())));
  }

  private static ApiException status(int code, String reason, String message) {
    return ApiException.of(
        Status.newBuilder()
            .setMetadata(ListMeta.getDefaultInstance())
            .setStatus("Failure")
            .setReason(reason)
            .setCode(code)
            .setMessage(message)
            .build());
  }
}
