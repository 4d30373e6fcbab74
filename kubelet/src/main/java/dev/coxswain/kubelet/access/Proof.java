package dev.coxswain.kubelet.access;

import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/// What a caller shows.
///
/// @param subject of a certificate that the cluster's authority signed, as the handshake verified
/// @param authorization the header of that name
public record Proof(Optional<X500Principal> subject, Optional<String> authorization) {
  private static final String SCHEME = "Bearer ";

  /// The token in the header.
  Optional<String> token() {
    return authorization
        .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .map(header -> header.substring(SCHEME.length()).strip())
        .filter(token -> !token.isEmpty());
  }
}
