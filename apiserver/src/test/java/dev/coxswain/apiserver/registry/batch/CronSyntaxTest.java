package dev.coxswain.apiserver.registry.batch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CronSyntaxTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "30 2 * * 1-5|",
        "*/5 * * * *|",
        "0 0 1,15 jan-mar mon|",
        "@hourly|",
        "@every 5m|",
        "0/10 8-18/2 ? * *|",
        "* * * *|expected exactly 5 fields, found 4: [* * * *]",
        "61 * * * *|end of range (61) above maximum (59): 61",
        "* * 0 * *|beginning of range (0) below minimum (1): 0",
        "5-1 * * * *|beginning of range (5) beyond end of range (1): 5-1",
        "*/0 * * * *|step of range should be a positive number: */0",
        "x * * * *|failed to parse int from x: strconv.Atoi: parsing \"x\": invalid syntax",
        "@never|unrecognized descriptor: @never"
      })
  void complains(String schedule, String complaint) {
    assertThat(CronSyntax.complaint(schedule).orElse(null)).isEqualTo(complaint);
  }
}
