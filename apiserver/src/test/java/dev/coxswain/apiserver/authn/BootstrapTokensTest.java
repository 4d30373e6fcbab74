package dev.coxswain.apiserver.authn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import dev.coxswain.api.core.v1.Secret;
import dev.coxswain.apiserver.testing.Shelf;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BootstrapTokensTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-21T10:00:00Z"));
  private static final String TOKEN = "abcdef.0123456789abcdef";

  @Test
  void aNodeThatJoins() {
    var secret = secret("auth-extra-groups", "system:bootstrappers:workers");
    assertThat(authenticate(secret, TOKEN))
        .isEqualTo(
            new Authentication.Known(
                new UserInfo(
                    "system:bootstrap:abcdef",
                    "",
                    List.of("system:bootstrappers", "system:bootstrappers:workers"),
                    Map.of()),
                List.of("api")));
  }

  static Stream<Arguments> notGood() {
    return Stream.of(
        arguments("another secret", secret("token-secret", "fedcba9876543210")),
        arguments("another id", secret("token-id", "fedcba")),
        arguments("expired", secret("expiration", "2026-11-21T09:59:59Z")),
        arguments("an unreadable end", secret("expiration", "tomorrow")),
        arguments("not for this use", secret("usage-bootstrap-authentication", "false")),
        arguments("groups of others", secret("auth-extra-groups", "system:masters")),
        arguments("another type", secret("x", "").toBuilder().setType("Opaque").build()),
        arguments(
            "another namespace",
            secret("x", "").toBuilder()
                .setMetadata(secret("x", "").getMetadata().toBuilder().setNamespace("default"))
                .build()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("notGood")
  void whatIsNotGood(String row, Secret secret) {
    assertThat(authenticate(secret, TOKEN)).as(row).isEqualTo(new Authentication.Unknown());
  }

  @Test
  void anEndToComeIsNoHindrance() {
    assertThat(authenticate(secret("expiration", "2026-11-21T11:00:01+01:00"), TOKEN))
        .isInstanceOf(Authentication.Known.class);
  }

  private static Authentication authenticate(Secret secret, String token) {
    return new BootstrapTokens(Shelf.of(secret), CLOCK).authenticate(token, List.of("api"));
  }

  private static Secret secret(String key, String value) {
    var secret = Secret.newBuilder().setType("bootstrap.kubernetes.io/token");
    secret.getMetadataBuilder().setNamespace("kube-system").setName("bootstrap-token-abcdef");
    Map.of(
            "token-id", "abcdef",
            "token-secret", "0123456789abcdef",
            "usage-bootstrap-authentication", "true")
        .forEach((k, v) -> secret.putData(k, ByteString.copyFromUtf8(v)));
    return secret.putData(key, ByteString.copyFromUtf8(value)).build();
  }
}
