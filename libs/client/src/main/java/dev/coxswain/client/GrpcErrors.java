package dev.coxswain.client;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.coxswain.api.meta.v1.Status;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import java.util.Optional;

/// What a failed gRPC call means.
final class GrpcErrors {
  /// The trailer in which the server explains itself.
  static final Metadata.Key<byte[]> STATUS =
      Metadata.Key.of("coxswain-status-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private GrpcErrors() {}

  static ApiException toApi(StatusRuntimeException e) {
    return toApi(e.getStatus(), Optional.ofNullable(e.getTrailers()));
  }

  static ApiException toApi(io.grpc.Status status, Optional<Metadata> trailers) {
    var told = trailers.map(t -> t.get(STATUS)).map(GrpcErrors::parse);
    return told.map(ApiException::of)
        .orElseGet(() -> withCause(ApiException.of(guess(status)), status.getCause()));
  }

  private static Refusal guess(io.grpc.Status status) {
    var text = status.getDescription() == null ? status.getCode().name() : status.getDescription();
    return switch (status.getCode()) {
      case UNAVAILABLE -> new Refusal.ServiceUnavailable(text);
      case DEADLINE_EXCEEDED -> new Refusal.Timeout(text, 0);
      case UNAUTHENTICATED -> new Refusal.Unauthorized(text);
      case PERMISSION_DENIED -> new Refusal.PathForbidden(text);
      case INVALID_ARGUMENT -> new Refusal.BadRequest(text);
      case RESOURCE_EXHAUSTED -> new Refusal.RequestEntityTooLarge(text);
      default -> new Refusal.Internal(status.getCode() + ": " + text);
    };
  }

  private static ApiException withCause(ApiException e, Throwable cause) {
    if (cause != null) {
      e.initCause(cause);
    }
    return e;
  }

  private static Status parse(byte[] bytes) {
    try {
      return Status.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the server sent an unreadable Status", e);
    }
  }
}
