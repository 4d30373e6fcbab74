package dev.coxswain.apiserver.authn;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;

/// A key that service account tokens are verified with.
///
/// @param id the hash of the key, as upstream names keys
public record TokenKey(String id, PublicKey key) {

  /// @throws IllegalArgumentException if it is neither an RSA key nor one of the curves P-256,
  ///   P-384 and P-521
  public static TokenKey of(PublicKey key) {
    var digest = Digests.sha256(key.getEncoded());
    var named = new TokenKey(Base64.getUrlEncoder().withoutPadding().encodeToString(digest), key);
    named.algorithm();
    return named;
  }

  /// What tokens of this key are signed with: RS256, or that of the curve.
  public JWSAlgorithm algorithm() {
    return switch (key) {
      case RSAPublicKey _ -> JWSAlgorithm.RS256;
      case ECPublicKey curve when Curve.P_256.equals(curve(curve)) -> JWSAlgorithm.ES256;
      case ECPublicKey curve when Curve.P_384.equals(curve(curve)) -> JWSAlgorithm.ES384;
      case ECPublicKey curve when Curve.P_521.equals(curve(curve)) -> JWSAlgorithm.ES512;
      default ->
          throw new IllegalArgumentException(
              "wants an RSA or ECDSA key, got " + key.getAlgorithm());
    };
  }

  static Curve curve(ECPublicKey key) {
    return Curve.forECParameterSpec(key.getParams());
  }

  JWSVerifier verifier() {
    try {
      return switch (key) {
        case RSAPublicKey rsa -> new RSASSAVerifier(rsa);
        case ECPublicKey curve -> new ECDSAVerifier(curve);
        default -> throw new IllegalStateException("wants a checked key, got " + key);
      };
    } catch (JOSEException e) {
      throw new IllegalArgumentException("wants a key to verify with: " + e.getMessage(), e);
    }
  }
}
