package dev.coxswain.apiserver.authn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.Secret;
import dev.coxswain.api.core.v1.ServiceAccount;
import dev.coxswain.apiserver.registry.Manifests;
import dev.coxswain.apiserver.testing.Shelf;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.ECPrivateKey;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings("JavaUtilDate") // Nimbus speaks it.
class ServiceAccountTokensTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final String ISSUER = "https://issuer";
  private static final KeyPair OURS = keys("RSA", 2048);
  private static final KeyPair THEIRS = keys("RSA", 2048);
  private static final KeyPair CURVE = keys("EC", 256);
  private static final Shelf WORLD =
      Shelf.of(
          Manifests.read(
              ServiceAccount.class, "metadata: {name: robot, namespace: ns, uid: sa-uid}"),
          Manifests.read(Pod.class, "metadata: {name: p, namespace: ns, uid: pod-uid}"),
          Manifests.read(
              Pod.class,
              "metadata: {name: dying, namespace: ns, uid: pod-uid,"
                  + " deletionTimestamp: 2026-11-21T09:58:00Z}"),
          Manifests.read(Node.class, "metadata: {name: n1, uid: node-uid}"),
          Manifests.read(
              Secret.class, "{metadata: {name: s, namespace: ns, uid: secret-uid}, data: {}}"));

  private final ServiceAccountTokens tokens =
      new ServiceAccountTokens(
          List.of(TokenKey.of(OURS.getPublic()), TokenKey.of(CURVE.getPublic())),
          List.of(ISSUER, "https://former"),
          List.of("api"),
          WORLD,
          () -> NOW);

  @Test
  void aTokenBoundToAPod() {
    var known = (Authentication.Known) authenticate(signed(OURS, good().build()));
    assertThat(known.audiences()).containsExactly("api");
    var user = known.user();
    assertThat(user.name()).isEqualTo("system:serviceaccount:ns:robot");
    assertThat(user.uid()).isEqualTo("sa-uid");
    assertThat(user.groups())
        .containsExactly("system:serviceaccounts", "system:serviceaccounts:ns");
    assertThat(user.extra())
        .containsEntry("authentication.kubernetes.io/pod-name", List.of("p"))
        .containsEntry("authentication.kubernetes.io/pod-uid", List.of("pod-uid"));
  }

  static Stream<Arguments> accepted() {
    return Stream.of(
        accepting("of the former issuer", claims -> claims.issuer("https://former")),
        accepting("for others too", claims -> claims.audience(List.of("vault", "api"))),
        accepting(
            "bound to a node",
            claims -> claims.claim("kubernetes.io", bound("node", "n1", "node-uid"))),
        accepting(
            "bound to a secret",
            claims -> claims.claim("kubernetes.io", bound("secret", "s", "secret-uid"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("accepted")
  void goodTokens(String row, UnaryOperator<JWTClaimsSet.Builder> change) {
    assertThat(authenticate(signed(OURS, change.apply(good()).build())))
        .as(row)
        .isInstanceOf(Authentication.Known.class);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        refusing(
            "expired",
            "service account token has expired",
            claims -> claims.expirationTime(Date.from(NOW.minusSeconds(1)))),
        refusing(
            "without an end",
            "service account token has expired",
            claims -> claims.expirationTime(null)),
        refusing(
            "not good yet",
            "service account token is not valid yet",
            claims -> claims.notBeforeTime(Date.from(NOW.plusSeconds(60)))),
        refusing(
            "for somebody else",
            "token audiences [\"vault\"] is invalid for the target audiences [\"api\"]",
            claims -> claims.audience("vault")),
        refusing(
            "of a pod that is gone",
            "service account token has been invalidated",
            claims -> claims.claim("kubernetes.io", bound("pod", "gone", "pod-uid"))),
        refusing(
            "of a pod that should be gone",
            "service account token has been invalidated",
            claims -> claims.claim("kubernetes.io", bound("pod", "dying", "pod-uid"))),
        refusing(
            "of a pod of the same name",
            "pod UID (pod-uid) does not match service account pod ref claim (old)",
            claims -> claims.claim("kubernetes.io", bound("pod", "p", "old"))),
        refusing(
            "of a node that is gone",
            "service account token has been invalidated",
            claims -> claims.claim("kubernetes.io", bound("node", "gone", "node-uid"))),
        refusing(
            "of an account that was made anew",
            "service account UID (sa-uid) does not match claim (old)",
            claims ->
                claims.claim(
                    "kubernetes.io",
                    Map.of(
                        "namespace",
                        "ns",
                        "serviceaccount",
                        Map.of("name", "robot", "uid", "old")))),
        refusing(
            "not of an account",
            "serviceaccounts \"\" not found",
            claims -> claims.claim("kubernetes.io", Map.of())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void tokensThatAreNotGood(String row, String why, UnaryOperator<JWTClaimsSet.Builder> spoil) {
    assertThat(authenticate(signed(OURS, spoil.apply(good()).build())))
        .as(row)
        .isEqualTo(new Authentication.Rejected(why));
  }

  @Test
  void foreignTokensAreNotKnown() {
    assertThat(authenticate(signed(THEIRS, good().build())))
        .isEqualTo(new Authentication.Rejected("failed to verify id token signature"));
    assertThat(authenticate(signed(OURS, good().issuer("https://other").build())))
        .isEqualTo(new Authentication.Unknown());
    assertThat(authenticate("no.jwt.atall")).isEqualTo(new Authentication.Unknown());
  }

  @Test
  void anyOfTheKeysMayHaveSigned() throws JOSEException {
    var header =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .keyID(TokenKey.of(CURVE.getPublic()).id())
            .build();
    var jwt = new SignedJWT(header, good().build());
    jwt.sign(new ECDSASigner((ECPrivateKey) CURVE.getPrivate()));
    assertThat(authenticate(jwt.serialize())).isInstanceOf(Authentication.Known.class);
  }

  @Test
  void aTokenOfASecretLivesAsLongAsTheSecretHoldsIt() {
    var claims =
        new JWTClaimsSet.Builder()
            .issuer("kubernetes/serviceaccount")
            .claim("kubernetes.io/serviceaccount/namespace", "ns")
            .claim("kubernetes.io/serviceaccount/secret.name", "legacy")
            .claim("kubernetes.io/serviceaccount/service-account.name", "robot")
            .claim("kubernetes.io/serviceaccount/service-account.uid", "sa-uid")
            .build();
    var token = signed(OURS, claims);
    var holding =
        Manifests.read(Secret.class, "metadata: {name: legacy, namespace: ns}").toBuilder()
            .putData("token", ByteString.copyFromUtf8(token))
            .build();
    var account =
        Manifests.read(ServiceAccount.class, "metadata: {name: robot, namespace: ns, uid: sa-uid}");
    assertThat(verifying(Shelf.of(holding, account)).authenticate(token, List.of("api")))
        .isInstanceOf(Authentication.Known.class);
    assertThat(verifying(Shelf.of(account)).authenticate(token, List.of("api")))
        .isEqualTo(new Authentication.Rejected("Token has been invalidated"));
    var other = holding.toBuilder().putData("token", ByteString.copyFromUtf8("x")).build();
    assertThat(verifying(Shelf.of(other, account)).authenticate(token, List.of("api")))
        .isEqualTo(new Authentication.Rejected("Token does not match server's copy"));
  }

  private static ServiceAccountTokens verifying(Shelf world) {
    return new ServiceAccountTokens(
        List.of(TokenKey.of(OURS.getPublic())), List.of(ISSUER), List.of("api"), world, () -> NOW);
  }

  private Authentication authenticate(String token) {
    return tokens.authenticate(token, List.of("api"));
  }

  private static Arguments accepting(String row, UnaryOperator<JWTClaimsSet.Builder> change) {
    return arguments(row, change);
  }

  private static Arguments refusing(
      String row, String why, UnaryOperator<JWTClaimsSet.Builder> spoil) {
    return arguments(row, why, spoil);
  }

  private static JWTClaimsSet.Builder good() {
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .audience("api")
        .expirationTime(Date.from(NOW.plusSeconds(60)))
        .notBeforeTime(Date.from(NOW))
        .claim("kubernetes.io", bound("pod", "p", "pod-uid"));
  }

  private static Map<String, Object> bound(String kind, String name, String uid) {
    return Map.of(
        "namespace",
        "ns",
        "serviceaccount",
        Map.of("name", "robot", "uid", "sa-uid"),
        kind,
        Map.of("name", name, "uid", uid));
  }

  private static String signed(KeyPair keys, JWTClaimsSet claims) {
    try {
      var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims);
      jwt.sign(new RSASSASigner(keys.getPrivate()));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair keys(String algorithm, int bits) {
    try {
      var generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
