package dev.coxswain.apiserver.authn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private static final KeyPair OURS = keys();
  private static final KeyPair THEIRS = keys();

  private final ServiceAccountTokens tokens =
      new ServiceAccountTokens(
          List.of((RSAPublicKey) OURS.getPublic()),
          ISSUER,
          List.of("api"),
          (kind, namespace, name, uid) ->
              namespace.equals("ns") && !name.equals("gone") && !uid.equals("old"),
          () -> NOW);

  @Test
  void aTokenBoundToAPod() {
    var user = authenticate(signed(OURS, good().build())).orElseThrow();
    assertThat(user.name()).isEqualTo("system:serviceaccount:ns:robot");
    assertThat(user.uid()).isEqualTo("sa-uid");
    assertThat(user.groups())
        .containsExactly("system:serviceaccounts", "system:serviceaccounts:ns");
    assertThat(user.extra())
        .containsEntry("authentication.kubernetes.io/pod-name", List.of("p"))
        .containsEntry("authentication.kubernetes.io/pod-uid", List.of("pod-uid"));
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        refusing("expired", claims -> claims.expirationTime(Date.from(NOW.minusSeconds(1)))),
        refusing("without an end", claims -> claims.expirationTime(null)),
        refusing("not good yet", claims -> claims.notBeforeTime(Date.from(NOW.plusSeconds(60)))),
        refusing("from elsewhere", claims -> claims.issuer("https://other")),
        refusing("for somebody else", claims -> claims.audience("vault")),
        refusing("of a pod that is gone", claims -> claims.claim("kubernetes.io", bound("gone"))),
        refusing("not of an account", claims -> claims.claim("kubernetes.io", Map.of())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void otherTokensAreNotKnown(String row, UnaryOperator<JWTClaimsSet.Builder> spoil) {
    assertThat(authenticate(signed(OURS, spoil.apply(good()).build()))).as(row).isEmpty();
  }

  @Test
  void aForeignSignatureIsNotKnown() {
    assertThat(authenticate(signed(THEIRS, good().build()))).isEmpty();
    assertThat(authenticate("no.jwt.atall")).isEmpty();
  }

  private Optional<UserInfo> authenticate(String token) {
    return tokens.authenticate(new Credentials(Optional.of("Bearer " + token), List.of()));
  }

  private static Arguments refusing(String row, UnaryOperator<JWTClaimsSet.Builder> spoil) {
    return arguments(row, spoil);
  }

  private static JWTClaimsSet.Builder good() {
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .audience("api")
        .expirationTime(Date.from(NOW.plusSeconds(60)))
        .notBeforeTime(Date.from(NOW))
        .claim("kubernetes.io", bound("p"));
  }

  private static Map<String, Object> bound(String pod) {
    return Map.of(
        "namespace", "ns",
        "serviceaccount", Map.of("name", "robot", "uid", "sa-uid"),
        "pod", Map.of("name", pod, "uid", "pod-uid"));
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

  private static KeyPair keys() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
