package dev.coxswain.integration.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/// One request as it goes over the wire.
///
/// @param target path and query
record HostileRequest(
    String method, String target, Map<String, String> headers, byte[] body, Delivery delivery) {

  /// How the bytes arrive.
  enum Delivery {
    WHOLE,
    /// in pieces, with pauses
    SLOW,
    /// less than was announced, and then nothing more
    CUT_OFF
  }

  /// The head, with the length that the body should have.
  byte[] head() {
    int announced = delivery == Delivery.CUT_OFF ? body.length + 100 : body.length;
    var lines =
        headers.entrySet().stream()
            .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
            .collect(Collectors.joining());
    String head =
        "%s %s HTTP/1.1\r\nHost: hostile\r\nContent-Length: %d\r\n%s\r\n"
            .formatted(method, target, announced, lines);
    return head.getBytes(StandardCharsets.ISO_8859_1);
  }

  byte[] bytes() {
    var all = new ByteArrayOutputStream();
    all.writeBytes(head());
    all.writeBytes(body);
    return all.toByteArray();
  }

  /// Whether the answer has no end of its own.
  boolean mayStream() {
    return target.contains("watch") || target.contains("follow");
  }

  @Override
  public String toString() {
    var text = new String(bytes(), StandardCharsets.ISO_8859_1);
    return delivery + " " + text.substring(0, Math.min(text.length(), 4000));
  }
}
