package dev.coxswain.component;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/// Reads certificates and keys in PEM.
public final class Pem {
  private Pem() {}

  /// All certificates of the text, in order.
  ///
  /// @throws IllegalArgumentException if there are none
  public static List<X509Certificate> certificates(String text) {
    try {
      var bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
      var found =
          CertificateFactory.getInstance("X.509").generateCertificates(bytes).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (found.isEmpty()) {
        throw new IllegalArgumentException("no certificate in the PEM text");
      }
      return found;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("unreadable certificate: " + e.getMessage(), e);
    }
  }

  /// The first private key of the text: PKCS 8, PKCS 1 or SEC 1, not encrypted.
  ///
  /// @throws IllegalArgumentException if there is none
  public static PrivateKey privateKey(String text) {
    try (var parser = new PEMParser(new StringReader(text))) {
      var converter = new JcaPEMKeyConverter();
      for (var next = parser.readObject(); next != null; next = parser.readObject()) {
        switch (next) {
          case PEMKeyPair pair -> {
            return converter.getPrivateKey(pair.getPrivateKeyInfo());
          }
          case PrivateKeyInfo info -> {
            return converter.getPrivateKey(info);
          }
          // Such as the parameters of an elliptic curve, which openssl writes in front of the key.
          default -> {}
        }
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("unreadable private key: " + e.getMessage(), e);
    }
    throw new IllegalArgumentException("no private key in the PEM text");
  }

  /// The text of a file.
  ///
  /// @throws IllegalArgumentException if it can't be read
  public static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read " + file, new UncheckedIOException(e));
    }
  }
}
