package dev.coxswain.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.api.authentication.v1.TokenRequest;
import dev.coxswain.api.authentication.v1.TokenRequestStatus;
import dev.coxswain.apimachinery.time.Times;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LeasedTokenTest {
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private int asked;
  private final LeasedToken token = new LeasedToken(this::next, () -> now);

  @Test
  void aTokenIsUsedForFourFifthsOfItsTime() {
    assertThat(token.get()).isEqualTo("token-1");
    now = now.plus(Duration.ofMinutes(47));
    assertThat(token.get()).isEqualTo("token-1");
    now = now.plus(Duration.ofMinutes(1));
    assertThat(token.get()).isEqualTo("token-2");
    assertThat(token.get()).isEqualTo("token-2");
  }

  @Test
  void aRefusedTokenIsReplacedAtOnce() {
    assertThat(token.get()).isEqualTo("token-1");
    token.forget();
    assertThat(token.get()).isEqualTo("token-2");
  }

  private TokenRequest next() {
    asked++;
    var status =
        TokenRequestStatus.newBuilder()
            .setToken("token-" + asked)
            .setExpirationTimestamp(Times.of(now.plus(Duration.ofHours(1))));
    return TokenRequest.newBuilder().setStatus(status).build();
  }
}
