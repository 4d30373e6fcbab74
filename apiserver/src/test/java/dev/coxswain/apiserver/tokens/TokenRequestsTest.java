package dev.coxswain.apiserver.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.SignedJWT;
import dev.coxswain.api.authentication.v1.TokenRequest;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.ServiceAccount;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apiserver.authn.UserInfo;
import dev.coxswain.apiserver.registry.Manifests;
import dev.coxswain.apiserver.request.ApiRequest;
import dev.coxswain.apiserver.request.ApiResponse;
import dev.coxswain.apiserver.request.Body;
import dev.coxswain.apiserver.request.RequestContext;
import dev.coxswain.apiserver.request.Target;
import dev.coxswain.apiserver.request.WriteOptions;
import dev.coxswain.apiserver.testing.Shelf;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TokenRequestsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final ServiceAccount ROBOT =
      Manifests.read(ServiceAccount.class, "metadata: {name: robot, namespace: ns, uid: u-1}");
  private static final Pod POD =
      Manifests.read(
          Pod.class,
          "metadata: {name: p, namespace: ns, uid: u-2}\n"
              + "spec: {serviceAccountName: robot, nodeName: node-1}");

  private final TokenRequests tokens =
      new TokenRequests(
          new TokenIssuer(key(), "https://issuer"),
          List.of("https://audience"),
          new TokenRequests.Limits(Duration.ZERO, true),
          Shelf.of(ROBOT, POD),
          InstantSource.fixed(NOW));

  @Test
  void saysWhoTheAccountIs() throws Exception {
    var answer = request("robot", "spec: {expirationSeconds: 900}");
    var claims = SignedJWT.parse(answer.getStatus().getToken()).getJWTClaimsSet();
    assertThat(claims.getSubject()).isEqualTo("system:serviceaccount:ns:robot");
    assertThat(claims.getAudience()).containsExactly("https://audience");
    assertThat(claims.getIssuer()).isEqualTo("https://issuer");
    assertThat(claims.getExpirationTime()).isEqualTo(NOW.plusSeconds(900));
    assertThat(claims.getClaim("kubernetes.io"))
        .isEqualTo(
            Map.of("namespace", "ns", "serviceaccount", Map.of("name", "robot", "uid", "u-1")));
    assertThat(answer.getStatus().getExpirationTimestamp().getSeconds())
        .isEqualTo(NOW.plusSeconds(900).getEpochSecond());
  }

  @Test
  void isBoundToThePod() throws Exception {
    var answer =
        request("robot", "spec: {boundObjectRef: {kind: Pod, apiVersion: v1, name: p, uid: u-2}}");
    var claims = SignedJWT.parse(answer.getStatus().getToken()).getJWTClaimsSet();
    assertThat((Map<?, ?>) claims.getClaim("kubernetes.io"))
        .extracting("pod", "node")
        .containsExactly(Map.of("name", "p", "uid", "u-2"), Map.of("name", "node-1"));
    assertThatThrownBy(() ->
            request(
                "robot", "spec: {boundObjectRef: {kind: Pod, apiVersion: v1, name: p, uid: x}}"))
        .isInstanceOf(ApiException.Conflict.class)
        .hasMessage(
            "Operation cannot be fulfilled on Pod \"p\": the UID in the bound object reference (x)"
                + " does not match the UID in record. The object might have been deleted and then"
                + " recreated");
    assertThatThrownBy(
            () -> request("robot", "spec: {boundObjectRef: {kind: Cat, apiVersion: v1, name: p}}"))
        .hasMessage("cannot bind token to object of type /v1, Kind=Cat");
  }

  @Test
  void whatPodsRenewEveryHourIsGoodForAYear() throws Exception {
    var bound = "boundObjectRef: {kind: Pod, apiVersion: v1, name: p, uid: u-2}";
    var answer = request("robot", "spec: {expirationSeconds: 3607, " + bound + "}");
    var claims = SignedJWT.parse(answer.getStatus().getToken()).getJWTClaimsSet();
    assertThat(claims.getExpirationTime()).isEqualTo(NOW.plus(Duration.ofDays(365)));
    assertThat(((Map<?, ?>) claims.getClaim("kubernetes.io")).get("warnafter"))
        .isEqualTo(NOW.plusSeconds(3607).getEpochSecond());
    assertThat(answer.getStatus().getExpirationTimestamp().getSeconds())
        .isEqualTo(NOW.plusSeconds(3607).getEpochSecond());
    var elsewhere =
        request("robot", "spec: {expirationSeconds: 3607, audiences: [vault], " + bound + "}");
    assertThat(
            SignedJWT.parse(elsewhere.getStatus().getToken()).getJWTClaimsSet().getExpirationTime())
        .isEqualTo(NOW.plusSeconds(3607));
  }

  @Test
  void refusesShortLivesAndUnknownAccounts() {
    assertThatThrownBy(() -> request("robot", "spec: {expirationSeconds: 1}"))
        .isInstanceOf(ApiException.Invalid.class)
        .hasMessage(
            "TokenRequest.authentication.k8s.io \"\" is invalid: spec.expirationSeconds: Invalid"
                + " value: 1: may not specify a duration less than 10 minutes");
    assertThatThrownBy(() -> request("nobody", "spec: {}"))
        .isInstanceOf(ApiException.NotFound.class)
        .hasMessage("serviceaccounts \"nobody\" not found");
    assertThatThrownBy(() -> request("robot", "metadata: {name: other}"))
        .hasMessage(
            "TokenRequest.authentication.k8s.io \"robot\" is invalid: metadata.name: Invalid value:"
                + " \"other\": must match the service account name if specified");
    assertThatThrownBy(() -> request("robot", "metadata: {namespace: other}"))
        .isInstanceOf(ApiException.BadRequest.class);
  }

  private TokenRequest request(String account, String yaml) {
    var accounts = Scheme.kubernetes().resourceOf(ServiceAccount.class);
    var create =
        new ApiRequest.Create(
            new Target(accounts, "ns", account, "token"),
            Body.of(Manifests.read(TokenRequest.class, yaml)),
            WriteOptions.defaults());
    var context = new RequestContext(UserInfo.ANONYMOUS, "test", NOW, _ -> {});
    var response = (ApiResponse.One) tokens.handle(create, context);
    return (TokenRequest) response.object().message();
  }

  private static SigningKey key() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return SigningKey.of(generator.generateKeyPair());
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
