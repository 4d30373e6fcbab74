package dev.coxswain.apiserver.authn;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a client shows of itself.
///
/// @param headers by name in lower case
/// @param certificates the client's chain, its own first; TLS has proven that it has the key, and
///   nothing else
/// @param path that it wants; empty over gRPC
/// @param audiences for whom tokens must be; those of the server when empty
public record Credentials(
    Map<String, List<String>> headers,
    List<X509Certificate> certificates,
    String path,
    List<String> audiences) {
  private static final String WEBSOCKET_TOKEN = "base64url.bearer.authorization.k8s.io.";

  public Credentials {
    certificates = List.copyOf(certificates);
    audiences = List.copyOf(audiences);
  }

  /// A bearer token and nothing else.
  public static Credentials bearer(String token, List<String> audiences) {
    return new Credentials(
        Map.of("authorization", List.of("Bearer " + token)), List.of(), "", audiences);
  }

  /// The token of `Authorization: Bearer TOKEN`, or else that which a browser hides among the
  /// protocols of a WebSocket.
  Optional<String> bearerToken() {
    return authorization("Bearer").or(this::webSocketToken);
  }

  /// What follows a scheme such as `Basic` in the header `Authorization`.
  Optional<String> authorization(String scheme) {
    return headers.getOrDefault("authorization", List.of()).stream()
        .findFirst()
        .map(header -> header.strip().split("\\s+", 2))
        .filter(parts -> parts.length == 2 && parts[0].equalsIgnoreCase(scheme))
        .map(parts -> parts[1].strip())
        .filter(token -> !token.isEmpty());
  }

  private Optional<String> webSocketToken() {
    return headers.getOrDefault("sec-websocket-protocol", List.of()).stream()
        .flatMap(line -> Arrays.stream(line.split(",")))
        .map(String::strip)
        .filter(protocol -> protocol.toLowerCase(Locale.ROOT).startsWith(WEBSOCKET_TOKEN))
        .map(protocol -> protocol.substring(WEBSOCKET_TOKEN.length()))
        .findFirst()
        .flatMap(Credentials::decoded);
  }

  private static Optional<String> decoded(String base64) {
    try {
      return Optional.of(new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
