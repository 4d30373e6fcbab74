package dev.coxswain.apiserver.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import dev.coxswain.apiserver.authn.TokenKey;
import dev.coxswain.apiserver.http.HttpCall;
import dev.coxswain.apiserver.http.HttpReply;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IssuerEndpointTest {
  private static final KeyPair RSA = keys("RSA", 2048);
  private static final KeyPair CURVE = keys("EC", 256);

  private final IssuerEndpoint endpoint =
      new IssuerEndpoint(
          "https://issuer",
          "https://10.0.0.1:6443/openid/v1/jwks",
          List.of(TokenKey.of(RSA.getPublic()), TokenKey.of(CURVE.getPublic())));

  @Test
  void saysWhereTheKeysAre() {
    assertThat(text("/.well-known/openid-configuration"))
        .isEqualTo(
            "{\"issuer\":\"https://issuer\",\"jwks_uri\":\"https://10.0.0.1:6443/openid/v1/jwks\","
                + "\"response_types_supported\":[\"id_token\"],"
                + "\"subject_types_supported\":[\"public\"],"
                + "\"id_token_signing_alg_values_supported\":[\"ES256\",\"RS256\"]}");
  }

  @Test
  void theKeysAreThoseThatTokensAreSignedWith() throws Exception {
    var reply = get("/openid/v1/jwks");
    assertThat(reply.headers())
        .contains(
            new HttpReply.Header("Content-Type", "application/jwk-set+json"),
            new HttpReply.Header("Cache-Control", "public, max-age=3600"));
    var keys = JWKSet.parse(text("/openid/v1/jwks"));
    assertThat(keys.getKeyByKeyId(TokenKey.of(RSA.getPublic()).id()).toRSAKey().toPublicKey())
        .isEqualTo(RSA.getPublic());
    assertThat(keys.getKeyByKeyId(TokenKey.of(CURVE.getPublic()).id()).toECKey().toPublicKey())
        .isEqualTo(CURVE.getPublic());
  }

  @Test
  void otherPathsAreNotIts() {
    assertThat(endpoint.serve(call("/openid/v2"))).isEmpty();
  }

  private String text(String path) {
    return new String(get(path).body(), StandardCharsets.UTF_8);
  }

  private HttpReply get(String path) {
    return endpoint.serve(call(path)).orElseThrow();
  }

  private static HttpCall call(String path) {
    return new HttpCall("GET", path, "", Map.of(), new byte[0], false, List.of(), "");
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
