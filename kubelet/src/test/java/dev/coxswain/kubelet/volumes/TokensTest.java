package dev.coxswain.kubelet.volumes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.api.authentication.v1.TokenRequest;
import dev.coxswain.api.core.v1.ConfigMap;
import dev.coxswain.api.core.v1.PersistentVolume;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.Secret;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.core.v1.ServiceAccountTokenProjection;
import dev.coxswain.api.meta.v1.Status;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.kubelet.Pods;
import dev.coxswain.kubelet.cluster.ClusterObjects;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TokensTest {
  private static final Duration LIFE = Duration.ofMinutes(10);

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final Issuer issuer = new Issuer();
  private final Tokens tokens = new Tokens(issuer, () -> now);

  @Test
  void aTokenIsRenewedAfterFourFifthsOfItsLife() {
    assertThat(token()).isEqualTo("token-1");

    now = now.plus(LIFE.multipliedBy(8).dividedBy(10)).minusSeconds(1);
    assertThat(token()).isEqualTo("token-1");

    now = now.plusSeconds(1);
    assertThat(token()).isEqualTo("token-2");
  }

  @Test
  void aGoodTokenStaysWhileThereIsNoNewOne() {
    token();
    issuer.down = true;

    now = now.plus(LIFE).minusSeconds(1);
    assertThat(token()).isEqualTo("token-1");

    now = now.plusSeconds(1);
    assertThatThrownBy(this::token).isInstanceOf(ApiException.class);
  }

  private String token() {
    return tokens.token(
        Pods.pod("Always", "a"),
        ServiceAccountTokenProjection.newBuilder().setExpirationSeconds(LIFE.toSeconds()).build());
  }

  private final class Issuer implements ClusterObjects {
    private int issued;
    private boolean down;

    @Override
    public TokenRequest requestToken(ObjectKey serviceAccount, TokenRequest request) {
      if (down) {
        throw new ApiException(Status.newBuilder().setCode(503).setMessage("down").build());
      }
      var answer = request.toBuilder();
      answer
          .getStatusBuilder()
          .setToken("token-" + ++issued)
          .setExpirationTimestamp(
              Times.of(now.plusSeconds(request.getSpec().getExpirationSeconds())));
      return answer.build();
    }

    @Override
    public Optional<ConfigMap> fetchConfigMap(ObjectKey key) {
      return Optional.empty();
    }

    @Override
    public Optional<Secret> fetchSecret(ObjectKey key) {
      return Optional.empty();
    }

    @Override
    public Optional<PersistentVolumeClaim> fetchClaim(ObjectKey key) {
      return Optional.empty();
    }

    @Override
    public Optional<PersistentVolume> fetchVolume(String name) {
      return Optional.empty();
    }

    @Override
    public List<Service> services(String namespace) {
      return List.of();
    }
  }
}
