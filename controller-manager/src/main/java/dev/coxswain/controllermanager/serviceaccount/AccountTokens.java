package dev.coxswain.controllermanager.serviceaccount;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.coxswain.api.core.v1.Secret;
import dev.coxswain.api.core.v1.ServiceAccount;
import dev.coxswain.component.Pem;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;

/// Signs the tokens in secrets, which are valid for as long as their secret exists.
public final class AccountTokens {
  private static final String ISSUER = "kubernetes/serviceaccount";
  private static final String PREFIX = "kubernetes.io/serviceaccount/";

  private final JWSSigner signer;
  private final JWSHeader header;

  private AccountTokens(JWSSigner signer, JWSHeader header) {
    this.signer = signer;
    this.header = header;
  }

  /// Signs with the private key of a PEM file: RSA, or ECDSA on P-256.
  ///
  /// @throws IllegalArgumentException if it can't be read or used
  public static AccountTokens read(Path file) {
    return of(Pem.privateKey(Pem.read(file)));
  }

  static AccountTokens of(PrivateKey key) {
    try {
      if (key instanceof ECPrivateKey curve) {
        return new AccountTokens(
            new ECDSASigner(curve),
            new JWSHeader.Builder(JWSAlgorithm.ES256).type(JOSEObjectType.JWT).build());
      }
      return new AccountTokens(
          new RSASSASigner(key),
          new JWSHeader.Builder(JWSAlgorithm.RS256)
              .type(JOSEObjectType.JWT)
              .keyID(name(publicKey(key)))
              .build());
    } catch (JOSEException | GeneralSecurityException e) {
      throw new IllegalArgumentException("wants a key to sign tokens with: " + e.getMessage(), e);
    }
  }

  /// The token of an account's secret.
  String sign(ServiceAccount account, Secret secret) {
    var metadata = account.getMetadata();
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(ISSUER)
            .subject(
                "system:serviceaccount:%s:%s"
                    .formatted(metadata.getNamespace(), metadata.getName()))
            .claim(PREFIX + "namespace", metadata.getNamespace())
            .claim(PREFIX + "secret.name", secret.getMetadata().getName())
            .claim(PREFIX + "service-account.name", metadata.getName())
            .claim(PREFIX + "service-account.uid", metadata.getUid())
            .build();
    try {
      var token = new SignedJWT(header, claims);
      token.sign(signer);
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("cannot sign the token of " + metadata.getName(), e);
    }
  }

  // Verifiers know a key by the digest of its public half.
  private static String name(PublicKey key) throws GeneralSecurityException {
    var digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
  }

  private static PublicKey publicKey(PrivateKey key) throws GeneralSecurityException {
    if (!(key instanceof RSAPrivateCrtKey rsa)) {
      throw new GeneralSecurityException("neither RSA nor ECDSA: " + key.getAlgorithm());
    }
    return KeyFactory.getInstance("RSA")
        .generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent()));
  }
}
