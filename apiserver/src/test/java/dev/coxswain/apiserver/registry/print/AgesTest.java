package dev.coxswain.apiserver.registry.print;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AgesTest {

  @ParameterizedTest
  @CsvSource({
    "PT-5S, <invalid>",
    "PT-0.5S, 0s",
    "PT0S, 0s",
    "PT119S, 119s",
    "PT2M, 2m",
    "PT9M59S, 9m59s",
    "PT10M30S, 10m",
    "PT2H, 120m",
    "PT3H, 3h",
    "PT7H59M, 7h59m",
    "PT47H59M, 47h",
    "PT48H, 2d",
    "P7DT5H, 7d5h",
    "P8DT5H, 8d",
    "P729D, 729d",
    "P730D, 2y",
    "P740D, 2y10d",
    "P3000D, 8y"
  })
  void areCoarserTheLongerTheyAre(Duration age, String text) {
    assertThat(Ages.human(age)).isEqualTo(text);
  }
}
