package dev.coxswain.kubectl.print;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgesTest {
  @ParameterizedTest
  @CsvSource({
    "PT0S, 0s", "PT119S, 119s", "PT2M, 2m", "PT2M5S, 2m5s", "PT9M59S, 9m59s", "PT10M5S, 10m",
    "PT2H59M, 179m", "PT3H, 3h", "PT3H1M, 3h1m", "PT8H5M, 8h", "PT47H, 47h", "P2D, 2d",
    "P2DT3H, 2d3h", "P8DT3H, 8d", "P730D, 2y", "P731D, 2y1d", "P3000D, 8y"
  })
  void agesHaveTwoUnitsWhileTheFirstIsSmall(Duration age, String wanted) {
    assertThat(Ages.describe(age)).isEqualTo(wanted);
  }
}
