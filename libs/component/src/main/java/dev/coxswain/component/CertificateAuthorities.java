package dev.coxswain.component;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/// Trusts the certificates that the authorities of a file have signed. The file may hold several,
/// and is read again when it has changed.
public final class CertificateAuthorities extends X509ExtendedTrustManager {
  private final Supplier<X509ExtendedTrustManager> current;

  private CertificateAuthorities(Supplier<X509ExtendedTrustManager> current) {
    this.current = current;
  }

  /// @throws IllegalArgumentException if the file can't be read, or holds no certificate
  public static CertificateAuthorities ofFile(Path file, InstantSource clock) {
    return new CertificateAuthorities(new Reloaded<>(List.of(file), () -> read(file), clock));
  }

  /// The manager of the file as it is now: another one once the file was read again.
  public X509ExtendedTrustManager current() {
    return current.get();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    current().checkClientTrusted(chain, authType, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    current().checkClientTrusted(chain, authType, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    current().checkClientTrusted(chain, authType);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    current().checkServerTrusted(chain, authType, engine);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    current().checkServerTrusted(chain, authType, socket);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    current().checkServerTrusted(chain, authType);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return current().getAcceptedIssuers();
  }

  private static X509ExtendedTrustManager read(Path file) {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      int index = 0;
      for (var certificate : Pem.certificates(Pem.read(file))) {
        store.setCertificateEntry("ca-" + index++, certificate);
      }
      var factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      for (var manager : factory.getTrustManagers()) {
        if (manager instanceof X509ExtendedTrustManager trust) {
          return trust;
        }
      }
      throw new IllegalStateException("no PKIX in this JDK");
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("cannot trust " + file + ": " + e.getMessage(), e);
    }
  }
}
