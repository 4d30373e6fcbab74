package dev.coxswain.kubelet.server;

import java.security.Principal;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/// Who may ask a kubelet: the API server and administrators, known by their client certificates.
final class Callers {
  private static final String API_SERVER = "kube-apiserver-kubelet-client";
  private static final String MASTERS = "system:masters";

  private Callers() {}

  /// Why whoever is at the other end may not ask; empty for those who may.
  static Optional<Refused> refusal(SSLSession session) {
    try {
      var subject = session.getPeerPrincipal();
      return isAllowed(subject)
          ? Optional.empty()
          : Optional.of(
              new Refused(403, "Forbidden (user=" + subject.getName() + ", resource=nodes)"));
    } catch (SSLPeerUnverifiedException e) {
      return Optional.of(new Refused(401, "Unauthorized"));
    }
  }

  private static boolean isAllowed(Principal subject) {
    try {
      return new LdapName(subject.getName())
          .getRdns().stream()
              .anyMatch(part ->
                  (part.getType().equals("CN") && part.getValue().equals(API_SERVER))
                      || (part.getType().equals("O") && part.getValue().equals(MASTERS)));
    } catch (InvalidNameException e) {
      return false;
    }
  }
}
