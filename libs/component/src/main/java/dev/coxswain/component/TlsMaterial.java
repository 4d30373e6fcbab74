package dev.coxswain.component;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;

/// What one end of a TLS connection shows and trusts. Files are read again when they change.
public final class TlsMaterial {
  private final X509ExtendedKeyManager keys;
  private final Optional<CertificateAuthorities> trust;
  private final TlsPolicy policy;

  private TlsMaterial(
      X509ExtendedKeyManager keys, Optional<CertificateAuthorities> trust, TlsPolicy policy) {
    this.keys = keys;
    this.trust = trust;
    this.policy = policy;
  }

  /// A certificate with its key, and whose certificates of the other end are accepted.
  ///
  /// @throws IllegalArgumentException if a file is unusable
  public static TlsMaterial ofFiles(Path certificate, Path key, Optional<Path> authorities) {
    var keys = new ReloadingKeyManager(certificate, key, InstantSource.system());
    return new TlsMaterial(keys, authorities.map(TlsMaterial::trust), TlsPolicy.STANDARD);
  }

  /// A certificate that nobody can verify, for servers that were not given one.
  public static TlsMaterial selfSigned(String name, Optional<Path> authorities) {
    var pair = SelfSigned.create(name, InstantSource.system().instant());
    var keys = new ReloadingKeyManager(() -> pair, List.of());
    return new TlsMaterial(keys, authorities.map(TlsMaterial::trust), TlsPolicy.STANDARD);
  }

  static TlsMaterial of(
      ReloadingKeyManager keys, Optional<CertificateAuthorities> trust, TlsPolicy policy) {
    return new TlsMaterial(keys, trust, policy);
  }

  /// What we show.
  public X509ExtendedKeyManager keyManager() {
    return keys;
  }

  /// What we verify the other end with; absent when it need not show anything.
  public Optional<CertificateAuthorities> trustManager() {
    return trust;
  }

  /// Which versions and ciphers a server speaks.
  public TlsPolicy policy() {
    return policy;
  }

  /// Both, for the JDK's own servers and clients.
  public SSLContext sslContext() {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(
          new KeyManager[] {keys}, trust.map(t -> new TrustManager[] {t}).orElse(null), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no TLS in this JDK", e);
    }
  }

  private static CertificateAuthorities trust(Path authorities) {
    return CertificateAuthorities.ofFile(authorities, InstantSource.system());
  }
}
