package dev.coxswain.controllermanager.cronjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronScheduleTest {
  @ParameterizedTest(name = "{0} in {1} after {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "* * * * *        |               | 2026-01-01T00:00:30Z | 2026-01-01T00:01:00Z",
        "30 2 * * 1-5     | UTC           | 2026-01-02T03:00:00Z | 2026-01-05T02:30:00Z",
        "30 2 * * *       | Europe/Vienna | 2026-01-01T00:00:00Z | 2026-01-01T01:30:00Z",
        "*/20 8-9 * * *   |               | 2026-01-01T08:41:00Z | 2026-01-01T09:00:00Z",
        "0 0 29 2 *       |               | 2026-01-01T00:00:00Z | 2028-02-29T00:00:00Z",
        "0 0 13 * fri     |               | 2026-01-01T00:00:00Z | 2026-01-02T00:00:00Z",
        "0 12 1 jan,jul * |               | 2026-01-02T00:00:00Z | 2026-07-01T12:00:00Z",
        "0 0 * * 7        |               | 2026-01-01T00:00:00Z | 2026-01-04T00:00:00Z",
        "@hourly          |               | 2026-01-01T00:00:00Z | 2026-01-01T01:00:00Z",
        "@every 1h30m     |               | 2026-01-01T00:00:00Z | 2026-01-01T01:30:00Z",
      })
  void next(String line, String zone, Instant after, Instant expected) {
    assertThat(CronSchedule.parse(line, zone == null ? "" : zone).next(after)).contains(expected);
  }

  @Test
  void aDayThatNeverComes() {
    var schedule = CronSchedule.parse("0 0 30 2 *", "");
    assertThat(schedule.next(Instant.parse("2026-01-01T00:00:00Z"))).isEmpty();
  }

  @Test
  void badLines() {
    assertThatThrownBy(() -> CronSchedule.parse("61 * * * *", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("wants values from 0 to 59, got 61");
    assertThatThrownBy(() -> CronSchedule.parse("* * * *", ""))
        .hasMessage("wants five fields, got * * * *");
    assertThatThrownBy(() -> CronSchedule.parse("* * * * *", "Mars/Olympus"))
        .hasMessage("unknown time zone Mars/Olympus");
  }
}
