package dev.coxswain.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  @ParameterizedTest
  @CsvSource({"1,5", "2,10", "3,20", "11,5120", "18,655360", "19,1000000", "200,1000000"})
  void doublesUpToTheCap(int failures, long millis) {
    assertThat(Backoff.standard().after(failures)).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void wantsSensibleLimits() {
    assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(5), Duration.ofSeconds(1)))
        .hasMessageContaining("wants 0 < base <= cap");
  }
}
