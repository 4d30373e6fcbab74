package dev.coxswain.apiserver.authn;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.coxswain.apiserver.authn.BoundObjects.Reference;
import dev.coxswain.apiserver.registry.Lookup;
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
public final class ServiceAccountTokens implements BearerTokens.Kind {
  private static final String LEGACY_ISSUER = "kubernetes/serviceaccount";
  private static final String LEGACY_PREFIX = "kubernetes.io/serviceaccount/";
  private static final String EXTRA_PREFIX = "authentication.kubernetes.io/";
  private static final long LEEWAY_SECONDS = 1;

  private record Verifier(TokenKey key, JWSVerifier verifier) {}

  private final List<Verifier> verifiers;
  private final List<String> issuers;
  private final List<String> served;
  private final BoundObjects objects;
  private final InstantSource clock;

  /// @param keys any of which may have signed
  /// @param issuers any of which a token may name
  /// @param audiences of the server
  public ServiceAccountTokens(
      List<TokenKey> keys,
      List<String> issuers,
      List<String> audiences,
      Lookup lookup,
      InstantSource clock) {
    this.verifiers = keys.stream().map(key -> new Verifier(key, key.verifier())).toList();
    this.issuers = List.copyOf(issuers);
    this.served = List.copyOf(audiences);
    this.objects = new BoundObjects(lookup, clock);
    this.clock = clock;
  }

  @Override
  public Authentication authenticate(String token, List<String> audiences) {
    try {
      var jwt = SignedJWT.parse(token);
      var claims = jwt.getJWTClaimsSet();
      boolean legacy = LEGACY_ISSUER.equals(claims.getIssuer());
      if (!legacy && !issuers.contains(claims.getIssuer())) {
        return new Authentication.Unknown();
      }
      if (!isSigned(jwt)) {
        return new Authentication.Rejected("failed to verify id token signature");
      }
      return legacy ? ofSecret(token, claims, audiences) : bound(claims, audiences);
    } catch (ParseException e) {
      return new Authentication.Unknown(); // No token of this kind; others may know it.
    }
  }

  /// The key that the token names is tried, or else all.
  private boolean isSigned(SignedJWT jwt) {
    var header = jwt.getHeader();
    var named = verifiers.stream().filter(v -> v.key().id().equals(header.getKeyID())).toList();
    return (named.isEmpty() ? verifiers : named)
        .stream()
            .filter(v -> v.key().algorithm().equals(header.getAlgorithm()))
            .anyMatch(v -> verifies(jwt, v.verifier()));
  }

  private static boolean verifies(SignedJWT jwt, JWSVerifier verifier) {
    try {
      return jwt.verify(verifier);
    } catch (JOSEException e) {
      return false;
    }
  }

  private Authentication bound(JWTClaimsSet claims, List<String> wanted) {
    var fitting = claims.getAudience().stream().filter(wanted::contains).toList();
    if (fitting.isEmpty()) {
      return new Authentication.Rejected(
          "token audiences %s is invalid for the target audiences %s"
              .formatted(quoted(claims.getAudience()), quoted(wanted)));
    }
    if (!(claims.getClaim("kubernetes.io") instanceof Map<?, ?> binding)) {
      return new Authentication.Rejected("service account token claims could not be validated");
    }
    var namespace = text(binding, "namespace");
    var account = reference(binding, "serviceaccount").orElse(new Reference("", ""));
    return problemOfTime(claims)
        .or(() -> objects.problem(namespace, account))
        .or(() -> problemOfBinding(namespace, binding))
        .<Authentication>map(Authentication.Rejected::new)
        .orElseGet(() ->
            new Authentication.Known(
                serviceAccount(namespace, account, extra(claims, binding)), fitting));
  }

  private Optional<String> problemOfTime(JWTClaimsSet claims) {
    var now = clock.instant();
    if (claims.getExpirationTime() == null || now.isAfter(instant(claims.getExpirationTime()))) {
      return Optional.of("service account token has expired");
    }
    boolean early =
        claims.getNotBeforeTime() != null
            && now.plusSeconds(LEEWAY_SECONDS).isBefore(instant(claims.getNotBeforeTime()));
    return early ? Optional.of("service account token is not valid yet") : Optional.empty();
  }

  /// A node that comes with a pod only says where the pod runs.
  private Optional<String> problemOfBinding(String namespace, Map<?, ?> binding) {
    var pod = reference(binding, "pod");
    return reference(binding, "secret")
        .flatMap(secret -> objects.problemOfSecret(namespace, secret))
        .or(() -> pod.flatMap(bound -> objects.problemOfPod(namespace, bound)))
        .or(() ->
            pod.isPresent()
                ? Optional.empty()
                : reference(binding, "node").flatMap(objects::problemOfNode));
  }

  private static Map<String, List<String>> extra(JWTClaimsSet claims, Map<?, ?> binding) {
    var extra = new LinkedHashMap<String, List<String>>();
    if (claims.getJWTID() != null) {
      extra.put(EXTRA_PREFIX + "credential-id", List.of("JTI=" + claims.getJWTID()));
    }
    for (var kind : List.of("pod", "node")) {
      reference(binding, kind)
          .ifPresent(object -> {
            extra.put(EXTRA_PREFIX + kind + "-name", List.of(object.name()));
            if (!object.uid().isEmpty()) {
              extra.put(EXTRA_PREFIX + kind + "-uid", List.of(object.uid()));
            }
          });
    }
    return extra;
  }

  /// A token from a secret of type `kubernetes.io/service-account-token`; it does not expire.
  private Authentication ofSecret(String token, JWTClaimsSet claims, List<String> wanted) {
    var fitting = wanted.stream().filter(served::contains).toList();
    if (fitting.isEmpty()) {
      return new Authentication.Unknown();
    }
    var all = claims.getClaims();
    var namespace = text(all, LEGACY_PREFIX + "namespace");
    var account =
        new Reference(
            text(all, LEGACY_PREFIX + "service-account.name"),
            text(all, LEGACY_PREFIX + "service-account.uid"));
    return objects
        .problemOfLegacy(token, namespace, text(all, LEGACY_PREFIX + "secret.name"), account)
        .<Authentication>map(Authentication.Rejected::new)
        .orElseGet(
            () -> new Authentication.Known(serviceAccount(namespace, account, Map.of()), fitting));
  }

  private static UserInfo serviceAccount(
      String namespace, Reference account, Map<String, List<String>> extra) {
    return new UserInfo(
        "system:serviceaccount:" + namespace + ":" + account.name(),
        account.uid(),
        List.of("system:serviceaccounts", "system:serviceaccounts:" + namespace),
        extra);
  }

  private static Optional<Reference> reference(Map<?, ?> binding, String key) {
    return binding.get(key) instanceof Map<?, ?> reference
        ? Optional.of(new Reference(text(reference, "name"), text(reference, "uid")))
        : Optional.empty();
  }

  private static String text(Map<?, ?> claims, String key) {
    return claims.get(key) instanceof String text ? text : "";
  }

  private static String quoted(List<String> values) {
    return values.stream()
        .map(value -> "\"" + value + "\"")
        .collect(java.util.stream.Collectors.joining(" ", "[", "]"));
  }

  @SuppressWarnings("JavaUtilDate") // Nimbus speaks it.
  private static Instant instant(Date date) {
    return date.toInstant();
  }
}
