package dev.coxswain.apiserver.proxy;

import dev.coxswain.component.Pem;
import dev.coxswain.component.TlsMaterial;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/// How the API server and kubelets know each other: its client certificate, and the authority of
/// theirs.
final class KubeletTls {
  private KubeletTls() {}

  /// @param authority without it, kubelets are taken at their word, as upstream does
  static SSLContext context(
      Optional<Path> certificate, Optional<Path> key, Optional<Path> authority)
      throws IOException, GeneralSecurityException {
    var context = SSLContext.getInstance("TLS");
    var keys =
        certificate.isPresent() && key.isPresent()
            ? keyManagers(certificate.get(), key.get())
            : new KeyManager[0];
    context.init(keys, trustManagers(authority), null);
    return context;
  }

  private static KeyManager[] keyManagers(Path certificate, Path key) {
    return new KeyManager[] {TlsMaterial.ofFiles(certificate, key, Optional.empty()).keyManager()};
  }

  private static TrustManager[] trustManagers(Optional<Path> authority)
      throws IOException, GeneralSecurityException {
    if (authority.isEmpty()) {
      return new TrustManager[] {new Credulous()};
    }
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    int number = 0;
    for (var certificate : Pem.certificates(Pem.read(authority.get()))) {
      store.setCertificateEntry("ca" + number++, certificate);
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  /// Believes everybody; extended, so that the name is not checked either.
  private static final class Credulous extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
