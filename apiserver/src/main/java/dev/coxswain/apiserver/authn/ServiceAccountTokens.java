package dev.coxswain.apiserver.authn;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tokens of service accounts: signed by one of our keys, from our issuer, for us, in time, and
/// bound to objects that still exist.
public final class ServiceAccountTokens implements Authenticator {
  private static final String LEGACY_ISSUER = "kubernetes/serviceaccount";
  private static final String LEGACY_PREFIX = "kubernetes.io/serviceaccount/";
  private static final String POD_NAME = "authentication.kubernetes.io/pod-name";
  private static final String POD_UID = "authentication.kubernetes.io/pod-uid";
  private static final String CREDENTIAL_ID = "authentication.kubernetes.io/credential-id";

  private final List<RSASSAVerifier> verifiers;
  private final String issuer;
  private final List<String> audiences;
  private final BoundObjects objects;
  private final InstantSource clock;

  /// @param audiences a token must be for one of these
  public ServiceAccountTokens(
      List<RSAPublicKey> keys,
      String issuer,
      List<String> audiences,
      BoundObjects objects,
      InstantSource clock) {
    this.verifiers = keys.stream().map(RSASSAVerifier::new).toList();
    this.issuer = issuer;
    this.audiences = List.copyOf(audiences);
    this.objects = objects;
    this.clock = clock;
  }

  @Override
  public Optional<UserInfo> authenticate(Credentials credentials) {
    return credentials.bearerToken().flatMap(this::verify);
  }

  private Optional<UserInfo> verify(String token) {
    try {
      var jwt = SignedJWT.parse(token);
      return signed(jwt) ? user(jwt.getJWTClaimsSet()) : Optional.empty();
    } catch (ParseException e) {
      return Optional.empty(); // No token of this kind; others may know it.
    }
  }

  private boolean signed(SignedJWT jwt) {
    return JWSAlgorithm.RS256.equals(jwt.getHeader().getAlgorithm())
        && verifiers.stream().anyMatch(verifier -> verifies(jwt, verifier));
  }

  private static boolean verifies(SignedJWT jwt, RSASSAVerifier verifier) {
    try {
      return jwt.verify(verifier);
    } catch (JOSEException e) {
      return false;
    }
  }

  private Optional<UserInfo> user(JWTClaimsSet claims) {
    if (LEGACY_ISSUER.equals(claims.getIssuer())) {
      return legacyUser(claims);
    }
    if (!issuer.equals(claims.getIssuer())
        || !inTime(claims)
        || claims.getAudience().stream().noneMatch(audiences::contains)
        || !(claims.getClaim("kubernetes.io") instanceof Map<?, ?> bound)) {
      return Optional.empty();
    }
    var namespace = text(bound, "namespace");
    var account = reference(bound, "serviceaccount");
    if (account.isEmpty() || !exist(namespace, bound)) {
      return Optional.empty();
    }
    var extra = new LinkedHashMap<String, List<String>>();
    if (claims.getJWTID() != null) {
      extra.put(CREDENTIAL_ID, List.of("JTI=" + claims.getJWTID()));
    }
    reference(bound, "pod")
        .ifPresent(pod -> {
          extra.put(POD_NAME, List.of(pod.name()));
          extra.put(POD_UID, List.of(pod.uid()));
        });
    return Optional.of(serviceAccount(namespace, account.get().name(), account.get().uid(), extra));
  }

  private boolean inTime(JWTClaimsSet claims) {
    var now = clock.instant();
    return claims.getExpirationTime() != null
        && !now.isAfter(instant(claims.getExpirationTime()))
        && (claims.getNotBeforeTime() == null
            || !now.plusSeconds(1).isBefore(instant(claims.getNotBeforeTime())));
  }

  private boolean exist(String namespace, Map<?, ?> bound) {
    for (var kind : BoundObjects.Kind.values()) {
      var reference = reference(bound, kind.claim());
      if (reference.isPresent()
          && !objects.exists(kind, namespace, reference.get().name(), reference.get().uid())) {
        return false;
      }
    }
    return true;
  }

  /// A token from a secret of type `kubernetes.io/service-account-token`; it does not expire but
  /// lives with the secret.
  private Optional<UserInfo> legacyUser(JWTClaimsSet claims) {
    var namespace = text(claims.getClaims(), LEGACY_PREFIX + "namespace");
    var name = text(claims.getClaims(), LEGACY_PREFIX + "service-account.name");
    var uid = text(claims.getClaims(), LEGACY_PREFIX + "service-account.uid");
    var secret = text(claims.getClaims(), LEGACY_PREFIX + "secret.name");
    boolean alive =
        objects.exists(BoundObjects.Kind.SERVICE_ACCOUNT, namespace, name, uid)
            && objects.exists(BoundObjects.Kind.SECRET, namespace, secret, "");
    return alive ? Optional.of(serviceAccount(namespace, name, uid, Map.of())) : Optional.empty();
  }

  /// The user that a service account is.
  static UserInfo serviceAccount(
      String namespace, String name, String uid, Map<String, List<String>> extra) {
    return new UserInfo(
        "system:serviceaccount:" + namespace + ":" + name,
        uid,
        List.of("system:serviceaccounts", "system:serviceaccounts:" + namespace),
        extra);
  }

  private record Reference(String name, String uid) {}

  private static Optional<Reference> reference(Map<?, ?> bound, String key) {
    return bound.get(key) instanceof Map<?, ?> reference
        ? Optional.of(new Reference(text(reference, "name"), text(reference, "uid")))
        : Optional.empty();
  }

  private static String text(Map<?, ?> claims, String key) {
    return claims.get(key) instanceof String text ? text : "";
  }

  @SuppressWarnings("JavaUtilDate") // Nimbus speaks it.
  private static Instant instant(Date date) {
    return date.toInstant();
  }
}
