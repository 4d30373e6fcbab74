package dev.coxswain.apiserver.authn;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// What a client shows of itself.
///
/// @param authorization the header of that name
/// @param certificates the client's chain, already verified by TLS; its own certificate first
public record Credentials(Optional<String> authorization, List<X509Certificate> certificates) {
  public Credentials {
    certificates = List.copyOf(certificates);
  }

  /// The token of `Authorization: Bearer TOKEN`.
  public Optional<String> bearerToken() {
    return authorization
        .map(header -> header.strip().split("\\s+", 2))
        .filter(parts -> parts.length == 2 && parts[0].equalsIgnoreCase("Bearer"))
        .map(parts -> parts[1].strip())
        .filter(token -> !token.isEmpty());
  }
}
