package dev.coxswain.apimachinery.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTest {
  @ParameterizedTest
  @CsvSource({
    "0s, PT0S",
    "0, PT0S",
    "1h0m0s, PT1H",
    "1m30s, PT1M30S",
    "1.5s, PT1.5S",
    "-2ms, PT-0.002S",
    "1h15m30.918273645s, PT1H15M30.918273645S",
    "100ns, PT0.0000001S",
    "2us, PT0.000002S",
    "36h, PT36H",
  })
  void readsGoDurations(String text, Duration duration) {
    assertThat(Times.parseGoDuration(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0s",
    "PT1H, 1h0m0s",
    "PT90S, 1m30s",
    "PT0.1S, 100ms",
    "PT0.0015S, 1.5ms",
    "PT0.000002S, 2µs",
    "PT-3S, -3s",
    "PT36H0.5S, 36h0m0.5s",
  })
  void writesGoDurations(Duration duration, String text) {
    assertThat(Times.formatGoDuration(duration)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "1, time: missing unit in duration \"1\"",
        "x, time: invalid duration \"x\"",
        "1d, time: unknown unit \"d\" in duration \"1d\"",
        "``, time: invalid duration \"\"",
        "-, time: invalid duration \"-\"",
        "9999999h, time: invalid duration \"9999999h\"",
      })
  void refusesWhatIsNoDuration(String text, String message) {
    assertThatThrownBy(() -> Times.parseGoDuration(text)).hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-21T10:00:00Z, 2026-11-21T10:00:00Z",
    "2026-11-21T10:00:00.123456Z, 2026-11-21T10:00:00.123456Z",
    "2026-11-21T10:00:00+01:30, 2026-11-21T08:30:00Z",
    "2024-02-29T23:59:59Z, 2024-02-29T23:59:59Z",
  })
  void readsTimes(String text, Instant instant) {
    assertThat(Times.parse(text)).isEqualTo(instant);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-21T10:00:00.123456Z, 2026-11-21T10:00:00.123456Z",
    "2026-11-21T10:00:00.000000+01:30, 2026-11-21T08:30:00Z",
  })
  void readsMicroTimes(String text, Instant instant) {
    assertThat(Times.parseMicro(text)).isEqualTo(instant);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "yesterday, `cannot parse \"yesterday\" as \"2006\"`",
        "2026-11-21T10:00:00Z, `cannot parse \"Z\" as \".000000\"`",
        "2026-11-21T10:00:00.123Z, `cannot parse \".123Z\" as \".000000\"`",
        "2026-11-21T10:00:00.123456789Z, `cannot parse \"789Z\" as \"Z07:00\"`",
      })
  void refusesWhatIsNoMicroTime(String text, String problem) {
    assertThatThrownBy(() -> Times.parseMicro(text))
        .hasMessage(
            "parsing time \"%s\" as \"2006-01-02T15:04:05.000000Z07:00\": %s"
                .formatted(text, problem));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "yesterday, `cannot parse \"yesterday\" as \"2006\"`",
        "2026-1-01T00:00:00Z, `cannot parse \"1-01T00:00:00Z\" as \"01\"`",
        "2026-11-21, `cannot parse \"\" as \"T\"`",
        "2026-11-21T10:00:00, `cannot parse \"\" as \"Z07:00\"`",
      })
  void refusesWhatIsNoTime(String text, String problem) {
    assertThatThrownBy(() -> Times.parse(text))
        .hasMessage(
            "parsing time \"%s\" as \"2006-01-02T15:04:05Z07:00\": %s".formatted(text, problem));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "2026-13-01T00:00:00Z, month out of range",
        "2026-02-29T00:00:00Z, day out of range",
        "2026-02-01T24:00:00Z, hour out of range",
        "2026-02-01T00:00:00Zx, `extra text: \"x\"`",
      })
  void refusesTimesThatDoNotExist(String text, String problem) {
    assertThatThrownBy(() -> Times.parse(text))
        .hasMessage("parsing time \"" + text + "\": " + problem);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-21T10:00:00.987654321Z, 2026-11-21T10:00:00Z, 2026-11-21T10:00:00.987654Z",
    "2026-11-21T10:00:00Z, 2026-11-21T10:00:00Z, 2026-11-21T10:00:00.000000Z",
  })
  void writesSecondsAndMicroseconds(Instant instant, String seconds, String micros) {
    assertThat(Times.rfc3339(Times.toInstant(Times.of(instant)))).isEqualTo(seconds);
    assertThat(Times.rfc3339Micro(Times.toInstant(Times.micro(instant)))).isEqualTo(micros);
  }
}
