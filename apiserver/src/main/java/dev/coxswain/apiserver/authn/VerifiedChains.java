package dev.coxswain.apiserver.authn;

import dev.coxswain.component.CertificateAuthorities;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.net.ssl.X509ExtendedTrustManager;

/// Whether authorities vouch for certificates of clients; what was verified is remembered until the
/// authorities change or the certificate ends.
final class VerifiedChains {
  private static final int MAX_REMEMBERED = 4096;

  private record Verified(X509ExtendedTrustManager by, Instant until) {}

  private final CertificateAuthorities authorities;
  private final InstantSource clock;
  private final ConcurrentMap<List<X509Certificate>, Verified> remembered =
      new ConcurrentHashMap<>();

  VerifiedChains(CertificateAuthorities authorities, InstantSource clock) {
    this.authorities = authorities;
    this.clock = clock;
  }

  /// What is wrong with the chain; empty if it is good.
  @SuppressWarnings("ReferenceEquality") // The authorities are another object once they changed.
  Optional<String> problem(List<X509Certificate> chain) {
    var now = clock.instant();
    var manager = authorities.current();
    var known = remembered.get(chain);
    if (known != null && known.by() == manager && now.isBefore(known.until())) {
      return Optional.empty();
    }
    try {
      var leaf = chain.getFirst();
      manager.checkClientTrusted(
          chain.toArray(X509Certificate[]::new), leaf.getPublicKey().getAlgorithm());
      remember(chain, new Verified(manager, end(chain)));
      return Optional.empty();
    } catch (CertificateException e) {
      return Optional.of("verifying certificate failed: " + e.getMessage());
    }
  }

  private void remember(List<X509Certificate> chain, Verified verified) {
    if (remembered.size() >= MAX_REMEMBERED) {
      remembered.clear();
    }
    remembered.put(chain, verified);
  }

  @SuppressWarnings("JavaUtilDate") // The JDK's certificates speak it.
  private static Instant end(List<X509Certificate> chain) {
    return chain.stream()
        .map(certificate -> certificate.getNotAfter().toInstant())
        .min(Instant::compareTo)
        .orElseThrow();
  }
}
