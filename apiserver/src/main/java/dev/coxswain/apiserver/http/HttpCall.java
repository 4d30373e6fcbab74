package dev.coxswain.apiserver.http;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One request, whole.
///
/// @param path as it came: still percent-encoded, without the query
/// @param query as it came, without the `?`
/// @param headers by name in lower case
/// @param body the first bytes only when `tooLarge`
/// @param tooLarge whether the body was longer than the server accepts
/// @param certificates the client's chain as TLS verified it; empty without
public record HttpCall(
    String method,
    String path,
    String query,
    Map<String, List<String>> headers,
    byte[] body,
    boolean tooLarge,
    List<X509Certificate> certificates,
    String remoteAddress) {

  /// The first value of a header.
  public Optional<String> header(String lowerCaseName) {
    return headers.getOrDefault(lowerCaseName, List.of()).stream().findFirst();
  }

  /// All values of a header as one list, as if they had come in one line.
  public String joined(String lowerCaseName) {
    return String.join(",", headers.getOrDefault(lowerCaseName, List.of()));
  }

  /// Whether the client wants to leave HTTP on this connection.
  public boolean wantsUpgrade() {
    return header("upgrade").isPresent()
        && joined("connection").toLowerCase(java.util.Locale.ROOT).contains("upgrade");
  }

  /// Whether the client wants to go on with a WebSocket.
  public boolean wantsWebSocket() {
    return wantsUpgrade() && header("upgrade").orElse("").equalsIgnoreCase("websocket");
  }

  /// Path and query as in the request line.
  public String target() {
    return query.isEmpty() ? path : path + "?" + query;
  }
}
