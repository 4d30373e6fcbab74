package dev.coxswain.component;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// What one end of a TLS connection shows and trusts. Files are read again when they change.
public final class TlsMaterial {
  private static final String NO_PASSWORD = "";

  private final X509ExtendedKeyManager keys;
  private final Optional<X509ExtendedTrustManager> trust;

  private TlsMaterial(X509ExtendedKeyManager keys, Optional<X509ExtendedTrustManager> trust) {
    this.keys = keys;
    this.trust = trust;
  }

  /// A certificate with its key, and whose certificates of the other end are accepted.
  ///
  /// @throws IllegalArgumentException if a file is unusable
  public static TlsMaterial ofFiles(Path certificate, Path key, Optional<Path> authorities) {
    var keys = new ReloadingKeyManager(certificate, key, InstantSource.system());
    return new TlsMaterial(keys, authorities.map(TlsMaterial::trust));
  }

  /// A certificate that nobody can verify, for servers that were not given one.
  public static TlsMaterial selfSigned(String name, Optional<Path> authorities) {
    var pair = SelfSigned.create(name, InstantSource.system().instant());
    return new TlsMaterial(keyManager(pair), authorities.map(TlsMaterial::trust));
  }

  /// What we show.
  public X509ExtendedKeyManager keyManager() {
    return keys;
  }

  /// What we verify the other end with; absent when it need not show anything.
  public Optional<X509ExtendedTrustManager> trustManager() {
    return trust;
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

  private static X509ExtendedKeyManager keyManager(KeyPairWithChain pair) {
    try {
      var store = emptyStore();
      store.setKeyEntry("key", pair.key(), NO_PASSWORD.toCharArray(), pair.chainArray());
      var factory = KeyManagerFactory.getInstance("PKIX");
      factory.init(store, NO_PASSWORD.toCharArray());
      return only(X509ExtendedKeyManager.class, List.of(factory.getKeyManagers()));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("cannot hold a key in memory", e);
    }
  }

  private static X509ExtendedTrustManager trust(Path authorities) {
    try {
      var store = emptyStore();
      int index = 0;
      for (var certificate : Pem.certificates(Pem.read(authorities))) {
        store.setCertificateEntry("ca-" + index++, certificate);
      }
      var factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      return only(X509ExtendedTrustManager.class, List.of(factory.getTrustManagers()));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("cannot trust " + authorities + ": " + e.getMessage(), e);
    }
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static <T> T only(Class<T> type, List<?> managers) {
    return managers.stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
  }
}
