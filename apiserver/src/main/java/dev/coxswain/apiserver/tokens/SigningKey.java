package dev.coxswain.apiserver.tokens;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/// The RSA key that tokens are signed with, and the name under which verifiers know it.
///
/// @param id the hash of the public key, as upstream names keys
public record SigningKey(RSAPrivateCrtKey key, String id) {

  /// Reads the first RSA private key of a PEM file.
  ///
  /// @throws IOException if the file can't be read, or has no RSA private key
  public static SigningKey read(Path file) throws IOException {
    try (var parser = new PEMParser(Files.newBufferedReader(file))) {
      for (var object = parser.readObject(); object != null; object = parser.readObject()) {
        var converter = new JcaPEMKeyConverter();
        var key =
            switch (object) {
              case PEMKeyPair pair -> converter.getPrivateKey(pair.getPrivateKeyInfo());
              case PrivateKeyInfo info -> converter.getPrivateKey(info);
              default -> null;
            };
        if (key instanceof RSAPrivateCrtKey rsa) {
          return of(rsa);
        }
      }
    }
    throw new IOException("wants an RSA private key in " + file);
  }

  public static SigningKey of(RSAPrivateCrtKey key) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(publicKey(key).getEncoded());
      return new SigningKey(key, Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
    } catch (NoSuchAlgorithmException | InvalidKeySpecException e) {
      throw new IllegalStateException("wants RSA and SHA-256 in every Java", e);
    }
  }

  private static PublicKey publicKey(RSAPrivateCrtKey key)
      throws NoSuchAlgorithmException, InvalidKeySpecException {
    return KeyFactory.getInstance("RSA")
        .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
  }
}
