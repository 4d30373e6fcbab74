package dev.coxswain.kubectl.config;

import dev.coxswain.client.RestConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/// What a kubeconfig says about certificates, as the JDK wants it.
final class TlsContext {
  private static final char[] NO_PASSWORD = {};

  private TlsContext() {}

  /// @throws IllegalArgumentException if certificates or keys can't be read
  static SSLContext of(RestConfig config) throws IOException {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(keys(config.identity()), trust(config), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("the kubeconfig's certificates: " + e.getMessage(), e);
    }
  }

  private static KeyManager[] keys(Optional<RestConfig.Identity> identity)
      throws GeneralSecurityException, IOException {
    if (identity.isEmpty()) {
      return new KeyManager[0];
    }
    var store = emptyStore();
    store.setKeyEntry(
        "client",
        PrivateKeys.parse(identity.get().key().text()),
        NO_PASSWORD,
        certificates(identity.get().certificates()).toArray(Certificate[]::new));
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private static TrustManager[] trust(RestConfig config)
      throws GeneralSecurityException, IOException {
    if (config.insecure()) {
      return new TrustManager[] {new TrustEverybody()};
    }
    if (config.authority().isEmpty()) {
      return null;
    }
    var store = emptyStore();
    int number = 0;
    for (Certificate certificate : certificates(config.authority().get())) {
      store.setCertificateEntry("ca-" + number++, certificate);
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static Collection<? extends Certificate> certificates(RestConfig.Pem pem)
      throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(pem.bytes()));
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }

  /// For `insecure-skip-tls-verify`. The extended kind also switches the check of the host name
  /// off.
  private static final class TrustEverybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
