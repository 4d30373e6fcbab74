package dev.coxswain.apimachinery.time;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.function.IntSupplier;

/// Reads RFC 3339 and complains like Go's `time.Parse` with the same layout.
final class Rfc3339 {
  private static final String MICROS = ".000000";

  private final String text;
  private final String layout;
  private int at;

  private Rfc3339(String text, String fraction) {
    this.text = text;
    layout = "2006-01-02T15:04:05" + fraction + "Z07:00";
  }

  /// With any fraction, or none.
  static Instant parse(String text) {
    var reader = new Rfc3339(text, "");
    return reader.instant(reader::fraction);
  }

  /// With six digits of the fraction.
  static Instant parseMicro(String text) {
    var reader = new Rfc3339(text, MICROS);
    return reader.instant(reader::micros);
  }

  private Instant instant(IntSupplier nanosecond) {
    int year = digits(4, "2006");
    literal('-');
    int month = digits(2, "01");
    check(month >= 1 && month <= 12, "month");
    literal('-');
    int day = digits(2, "02");
    literal('T');
    int hour = digits(2, "15");
    check(hour < 24, "hour");
    literal(':');
    int minute = digits(2, "04");
    check(minute < 60, "minute");
    literal(':');
    int second = digits(2, "05");
    check(second < 60, "second");
    int nanos = nanosecond.getAsInt();
    var offset = offset();
    if (at < text.length()) {
      throw new IllegalArgumentException(
          "parsing time " + quote(text) + ": extra text: " + quote(text.substring(at)));
    }
    check(day >= 1 && day <= YearMonth.of(year, month).lengthOfMonth(), "day");
    return LocalDateTime.of(year, month, day, hour, minute, second, nanos).toInstant(offset);
  }

  private int digits(int count, String element) {
    int value = 0;
    for (int i = at; i < at + count; i++) {
      if (!isDigit(i)) {
        throw cannotParse(at, element);
      }
      value = value * 10 + text.charAt(i) - '0';
    }
    at += count;
    return value;
  }

  private void literal(char expected) {
    if (at >= text.length() || text.charAt(at) != expected) {
      throw cannotParse(at, String.valueOf(expected));
    }
    at++;
  }

  private int fraction() {
    if (at >= text.length()
        || (text.charAt(at) != '.' && text.charAt(at) != ',')
        || !isDigit(at + 1)) {
      return 0;
    }
    at++;
    int nanos = 0;
    for (int weight = 100_000_000; isDigit(at); at++, weight /= 10) {
      nanos += (text.charAt(at) - '0') * weight;
    }
    return nanos;
  }

  private int micros() {
    int start = at;
    int nanos = fraction();
    if (at - start < MICROS.length()) {
      throw cannotParse(start, MICROS);
    }
    at = start + MICROS.length();
    return nanos / 1000 * 1000;
  }

  private ZoneOffset offset() {
    int start = at;
    if (at < text.length() && text.charAt(at) == 'Z') {
      at++;
      return ZoneOffset.UTC;
    }
    var rest = text.substring(Math.min(start, text.length()));
    if (rest.length() < 6 || !rest.substring(0, 6).matches("[+-]\\d\\d:\\d\\d")) {
      throw cannotParse(start, "Z07:00");
    }
    at += 6;
    int hours = Integer.parseInt(rest.substring(1, 3));
    int minutes = Integer.parseInt(rest.substring(4, 6));
    check(hours <= 24, "time zone offset hour");
    check(minutes <= 60, "time zone offset minute");
    int sign = rest.charAt(0) == '-' ? -1 : 1;
    try {
      return ZoneOffset.ofTotalSeconds(sign * (hours * 3600 + minutes * 60));
    } catch (DateTimeException e) {
      throw cannotParse(start, "Z07:00");
    }
  }

  private boolean isDigit(int index) {
    return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
  }

  private void check(boolean inRange, String what) {
    if (!inRange) {
      throw new IllegalArgumentException(
          "parsing time " + quote(text) + ": " + what + " out of range");
    }
  }

  private IllegalArgumentException cannotParse(int from, String element) {
    var rest = text.substring(Math.min(from, text.length()));
    return new IllegalArgumentException(
        "parsing time %s as %s: cannot parse %s as %s"
            .formatted(quote(text), quote(layout), quote(rest), quote(element)));
  }

  private static String quote(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
