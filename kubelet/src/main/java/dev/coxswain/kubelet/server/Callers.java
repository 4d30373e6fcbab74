package dev.coxswain.kubelet.server;

import dev.coxswain.kubelet.access.Access;
import dev.coxswain.kubelet.access.Asked;
import dev.coxswain.kubelet.access.Proof;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.security.auth.x500.X500Principal;

/// Lets in whoever may have what they ask for.
final class Callers {
  private final Access access;

  Callers(Access access) {
    this.access = access;
  }

  /// @param authorization the header of that name
  /// @throws Refused if they may not
  void admit(SSLSession session, Optional<String> authorization, Asked asked) throws Refused {
    var refusal = access.refusal(new Proof(subject(session), authorization), asked);
    if (refusal.isPresent()) {
      throw new Refused(refusal.get().code(), refusal.get().message());
    }
  }

  private static Optional<X500Principal> subject(SSLSession session) {
    try {
      return Optional.of((X500Principal) session.getPeerPrincipal());
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty();
    }
  }
}
