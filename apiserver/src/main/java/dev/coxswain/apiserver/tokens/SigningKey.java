package dev.coxswain.apiserver.tokens;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import dev.coxswain.apiserver.authn.PublicKeys;
import dev.coxswain.apiserver.authn.TokenKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/// The RSA or ECDSA key that tokens are signed with.
///
/// @param verification its public half, by whose name verifiers know it
public record SigningKey(PrivateKey key, TokenKey verification) {

  /// Reads the first private key of a PEM file.
  ///
  /// @throws IOException if the file can't be read, or has no such key
  public static SigningKey read(Path file) throws IOException {
    try (var parser = new PEMParser(Files.newBufferedReader(file))) {
      for (var object = parser.readObject(); object != null; object = parser.readObject()) {
        switch (object) {
          case PEMKeyPair pair -> {
            return of(pair.getPrivateKeyInfo());
          }
          case PrivateKeyInfo info -> {
            return of(info);
          }
          default -> {} // Such as the parameters that openssl writes in front of a key.
        }
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("wants a private key in " + file + ": " + e.getMessage(), e);
    }
    throw new IOException("wants an RSA or ECDSA private key in " + file);
  }

  public static SigningKey of(KeyPair pair) {
    return new SigningKey(pair.getPrivate(), TokenKey.of(pair.getPublic()));
  }

  private static SigningKey of(PrivateKeyInfo info) throws IOException {
    return of(new KeyPair(PublicKeys.of(info), new JcaPEMKeyConverter().getPrivateKey(info)));
  }

  JWSSigner signer() {
    try {
      return key instanceof ECPrivateKey curve ? new ECDSASigner(curve) : new RSASSASigner(key);
    } catch (JOSEException e) {
      throw new IllegalArgumentException("wants a key to sign with: " + e.getMessage(), e);
    }
  }
}
