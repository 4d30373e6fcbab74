package dev.coxswain.component;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/// A private key and the certificates that vouch for it, leaf first.
record KeyPairWithChain(PrivateKey key, List<X509Certificate> chain) {
  KeyPairWithChain {
    chain = List.copyOf(chain);
  }

  static KeyPairWithChain ofFiles(Path certificate, Path key) {
    return new KeyPairWithChain(
        Pem.privateKey(Pem.read(key)), Pem.certificates(Pem.read(certificate)));
  }

  X509Certificate[] chainArray() {
    return chain.toArray(X509Certificate[]::new);
  }
}
