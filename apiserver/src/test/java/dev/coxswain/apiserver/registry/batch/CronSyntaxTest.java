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
        "@never|unrecognized descriptor: @never",
        "@every x|failed to parse duration @every x: time: invalid duration \"x\"",
        "1,,2 , * * *|",
        "1-2-x * * * *|too many hyphens: 1-2-x",
        "1/2/3 * * * *|too many slashes: 1/2/3",
        "-5 * * * *|failed to parse int from : strconv.Atoi: parsing \"\": invalid syntax",
        "*/-5 * * * *|negative number (-5) not allowed: -5",
        "9999999999999999999 * * * *|failed to parse int from 9999999999999999999: strconv.Atoi:"
            + " parsing \"9999999999999999999\": value out of range",
        "TZ=Asia/Tokyo 0 0 * * *|",
        "TZ=Nowhere 0 0 * * *|provided bad location Nowhere: unknown time zone Nowhere",
        "CRON_TZ=UTC|invalid schedule format: runtime error: slice bounds out of range [:-1]"
      })
  void complains(String schedule, String complaint) {
    assertThat(CronSyntax.complaint(schedule).orElse(null)).isEqualTo(complaint);
  }
}
