package dev.coxswain.apiserver.request;

import com.google.protobuf.Message;

/// The object that a request sends.
public sealed interface Body {

  /// As it came over the wire.
  @SuppressWarnings("ArrayRecordComponent") // The bytes are never changed.
  record Encoded(MediaType mediaType, byte[] bytes) implements Body {}

  /// As a message, from callers that have it in hand.
  record Decoded(Message message) implements Body {}

  static Body of(MediaType mediaType, byte[] bytes) {
    return new Encoded(mediaType, bytes);
  }

  static Body of(Message message) {
    return new Decoded(message);
  }
}
