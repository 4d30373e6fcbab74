package dev.coxswain.kubelet.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrashBackoffTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void theFirstEndCostsNothing() {
    assertThat(CrashBackoff.none().waitsUntil("a", START, START)).isEmpty();
  }

  @Test
  void pausesDoubleUpToFiveMinutes() {
    var backoff = CrashBackoff.none();
    var now = START;
    var pauses = new ArrayList<Long>();
    for (int i = 0; i < 8; i++) {
      var ended = now;
      now = backoff.waitsUntil("a", ended, now).orElse(now);
      backoff = backoff.next("a", ended, now);
      pauses.add(backoff.length("a", now).toSeconds());
    }
    assertThat(pauses).isEqualTo(List.of(10L, 20L, 40L, 80L, 160L, 300L, 300L, 300L));
  }

  @Test
  void aLongLifeIsForgiven() {
    var backoff = CrashBackoff.none().next("a", START, START);
    var later = START.plus(Duration.ofMinutes(11));

    assertThat(backoff.waitsUntil("a", later, later)).isEmpty();
    assertThat(backoff.next("a", later, later).length("a", later))
        .isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void containersDoNotShareTheirPauses() {
    var backoff = CrashBackoff.none().next("a", START, START);

    assertThat(backoff.waitsUntil("a", START, START)).contains(START.plusSeconds(10));
    assertThat(backoff.waitsUntil("b", START, START)).isEmpty();
  }
}
