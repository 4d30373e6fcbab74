package dev.coxswain.apiserver.grpc;

import dev.coxswain.api.meta.v1.Status;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Refusals as gRPC errors: the Kubernetes Status in a trailer, and the nearest gRPC code.
final class Failures {
  private static final Logger log = LoggerFactory.getLogger(Failures.class);
  private static final int MAX_STATUS_BYTES = 5000;
  private static final int MAX_MESSAGE = 1000;

  static final Metadata.Key<byte[]> STATUS =
      Metadata.Key.of("coxswain-status-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private Failures() {}

  static StatusRuntimeException of(RuntimeException e) {
    return e instanceof ApiException refused ? of(refused.status()) : unexpected(e);
  }

  private static StatusRuntimeException of(Status status) {
    var trailers = new Metadata();
    trailers.put(STATUS, fitting(status).toByteArray());
    return code(status)
        .withDescription(shortened(status.getMessage()))
        .asRuntimeException(trailers);
  }

  /// A bug of ours: the log knows more, under the id that the client is told.
  private static StatusRuntimeException unexpected(RuntimeException e) {
    var id = UUID.randomUUID().toString();
    log.atError().addKeyValue("id", id).setCause(e).log("call failed");
    return of(new Refusal.Internal("see the log of the API server for " + id).toStatus());
  }

  /// Trailers must stay below 8 KiB.
  private static Status fitting(Status status) {
    if (status.getSerializedSize() <= MAX_STATUS_BYTES) {
      return status;
    }
    var shorter = status.toBuilder().setMessage(shortened(status.getMessage()));
    shorter.getDetailsBuilder().clearCauses();
    return shorter.build();
  }

  private static String shortened(String message) {
    return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + " ...";
  }

  private static io.grpc.Status code(Status status) {
    return switch (status.getCode()) {
      case 400, 415, 422 -> io.grpc.Status.INVALID_ARGUMENT;
      case 401 -> io.grpc.Status.UNAUTHENTICATED;
      case 403 -> io.grpc.Status.PERMISSION_DENIED;
      case 404 -> io.grpc.Status.NOT_FOUND;
      case 405 -> io.grpc.Status.UNIMPLEMENTED;
      case 409 ->
          status.getReason().equals("AlreadyExists")
              ? io.grpc.Status.ALREADY_EXISTS
              : io.grpc.Status.ABORTED;
      case 410 -> io.grpc.Status.OUT_OF_RANGE;
      case 413, 429 -> io.grpc.Status.RESOURCE_EXHAUSTED;
      case 503 -> io.grpc.Status.UNAVAILABLE;
      case 504 -> io.grpc.Status.DEADLINE_EXCEEDED;
      default -> io.grpc.Status.INTERNAL;
    };
  }
}
