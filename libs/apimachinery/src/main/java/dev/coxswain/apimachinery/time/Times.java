package dev.coxswain.apimachinery.time;

import dev.coxswain.api.meta.v1.MicroTime;
import dev.coxswain.api.meta.v1.Time;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Between `java.time` and the API's messages and texts.
public final class Times {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Times() {}

  /// The whole second that the instant is in; API times know no fractions.
  public static Time of(Instant instant) {
    return Time.newBuilder().setSeconds(instant.getEpochSecond()).build();
  }

  public static Instant toInstant(Time time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  /// Like [#of], with six digits of the fraction.
  public static MicroTime micro(Instant instant) {
    return MicroTime.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano() / 1000 * 1000)
        .build();
  }

  public static Instant toInstant(MicroTime time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  /// `2006-01-02T15:04:05Z`.
  public static String rfc3339(Instant instant) {
    return SECONDS.format(instant);
  }

  /// `2006-01-02T15:04:05.000000Z`.
  public static String rfc3339Micro(Instant instant) {
    return MICROS.format(instant);
  }

  /// Reads RFC 3339 with any offset and fraction.
  ///
  /// @throws IllegalArgumentException if it is none, in Go's words
  public static Instant parse(String text) {
    return Rfc3339.parse(text);
  }

  /// Reads RFC 3339 with six digits of the fraction, as [#rfc3339Micro] writes it, and any offset.
  ///
  /// @throws IllegalArgumentException if it is none, in Go's words
  public static Instant parseMicro(String text) {
    return Rfc3339.parseMicro(text);
  }

  /// Reads Go's notation, such as `1h30m` or `1.5s`.
  ///
  /// @throws IllegalArgumentException in Go's words
  public static Duration parseGoDuration(String text) {
    return GoDuration.parse(text);
  }

  /// `1h0m0s`, `1.5s`, `20ms`, `0s`.
  public static String formatGoDuration(Duration duration) {
    return GoDuration.format(duration);
  }
}
