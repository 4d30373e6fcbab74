package dev.coxswain.apiserver.authn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/// RSA keys that tokens are verified with: from files with public keys, certificates or the private
/// keys themselves.
public final class PublicKeys {
  private PublicKeys() {}

  /// @throws IOException if the file can't be read, or has no RSA key
  public static List<RSAPublicKey> read(Path file) throws IOException {
    var keys = new ArrayList<RSAPublicKey>();
    try (var parser = new PEMParser(Files.newBufferedReader(file))) {
      for (var object = parser.readObject(); object != null; object = parser.readObject()) {
        if (publicKey(object) instanceof RSAPublicKey key) {
          keys.add(key);
        }
      }
    }
    if (keys.isEmpty()) {
      throw new IOException("wants an RSA key in " + file);
    }
    return keys;
  }

  private static PublicKey publicKey(Object object) throws IOException {
    var converter = new JcaPEMKeyConverter();
    return switch (object) {
      case SubjectPublicKeyInfo info -> converter.getPublicKey(info);
      case PEMKeyPair pair -> converter.getPublicKey(pair.getPublicKeyInfo());
      case X509CertificateHolder certificate ->
          converter.getPublicKey(certificate.getSubjectPublicKeyInfo());
      case PrivateKeyInfo info -> converter.getPublicKey(publicPart(info));
      default -> throw new IOException("wants a key, got " + object.getClass().getSimpleName());
    };
  }

  private static SubjectPublicKeyInfo publicPart(PrivateKeyInfo info) throws IOException {
    var key = org.bouncycastle.asn1.pkcs.RSAPrivateKey.getInstance(info.parsePrivateKey());
    return new SubjectPublicKeyInfo(
        info.getPrivateKeyAlgorithm(),
        new org.bouncycastle.asn1.pkcs.RSAPublicKey(key.getModulus(), key.getPublicExponent()));
  }
}
