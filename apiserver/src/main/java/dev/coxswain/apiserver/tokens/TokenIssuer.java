package dev.coxswain.apiserver.tokens;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.coxswain.api.meta.v1.ObjectMeta;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Signs tokens that say who a service account is, for whom and until when, and what they end with.
public final class TokenIssuer {
  private final SigningKey key;
  private final JWSSigner signer;
  private final String issuer;

  public TokenIssuer(SigningKey key, String issuer) {
    this.key = key;
    this.signer = key.signer();
    this.issuer = issuer;
  }

  /// What a token is to say.
  ///
  /// @param warnAfter when whoever still shows the token is to be noticed
  /// @param bound objects besides the account that the token ends with, by claim: `pod`, `node`,
  ///   `secret`
  record Grant(
      String id,
      ObjectMeta account,
      List<String> audiences,
      Map<String, ObjectMeta> bound,
      Instant issued,
      Duration lifetime,
      Optional<Instant> warnAfter) {}

  @SuppressWarnings("JavaUtilDate") // Nimbus speaks it.
  String issue(Grant grant) {
    var account = grant.account();
    var claims =
        new JWTClaimsSet.Builder()
            .audience(grant.audiences())
            .expirationTime(Date.from(grant.issued().plus(grant.lifetime())))
            .issueTime(Date.from(grant.issued()))
            .notBeforeTime(Date.from(grant.issued()))
            .issuer(issuer)
            .jwtID(grant.id())
            .claim("kubernetes.io", kubernetes(grant))
            .subject("system:serviceaccount:" + account.getNamespace() + ":" + account.getName())
            .build();
    var header =
        new JWSHeader.Builder(key.verification().algorithm())
            .keyID(key.verification().id())
            .build();
    var jwt = new SignedJWT(header, claims);
    try {
      jwt.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("cannot sign with " + key.verification().id(), e);
    }
    return jwt.serialize();
  }

  private static Map<String, Object> kubernetes(Grant grant) {
    var claim = new LinkedHashMap<String, Object>();
    claim.put("namespace", grant.account().getNamespace());
    claim.put("serviceaccount", reference(grant.account()));
    grant.bound().forEach((name, object) -> claim.put(name, reference(object)));
    grant.warnAfter().ifPresent(time -> claim.put("warnafter", time.getEpochSecond()));
    return claim;
  }

  private static Map<String, Object> reference(ObjectMeta object) {
    var reference = new LinkedHashMap<String, Object>();
    reference.put("name", object.getName());
    if (!object.getUid().isEmpty()) {
      reference.put("uid", object.getUid());
    }
    return reference;
  }
}
