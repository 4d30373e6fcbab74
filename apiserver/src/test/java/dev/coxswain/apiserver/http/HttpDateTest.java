package dev.coxswain.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class HttpDateTest {
  @Test
  void aDateHoldsForItsSecond() {
    var time = Instant.parse("2026-11-21T10:00:07.250Z");
    assertThat(HttpDate.at(time)).isEqualTo("Sat, 21 Nov 2026 10:00:07 GMT");
    assertThat(HttpDate.at(time.plusMillis(700))).isSameAs(HttpDate.at(time));
    assertThat(HttpDate.at(time.plusSeconds(1))).isEqualTo("Sat, 21 Nov 2026 10:00:08 GMT");
    assertThat(HttpDate.at(time)).isEqualTo("Sat, 21 Nov 2026 10:00:07 GMT");
  }
}
