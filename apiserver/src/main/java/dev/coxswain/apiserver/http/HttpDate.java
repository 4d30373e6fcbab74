package dev.coxswain.apiserver.http;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// The `Date` of answers: to the second, so it is formatted once per second.
final class HttpDate {
  private record Formatted(long second, String text) {}

  private static volatile Formatted latest = new Formatted(Long.MIN_VALUE, "");

  private HttpDate() {}

  static String now() {
    return at(Instant.now());
  }

  static String at(Instant time) {
    var known = latest;
    if (known.second() == time.getEpochSecond()) {
      return known.text();
    }
    var text = DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
    latest = new Formatted(time.getEpochSecond(), text);
    return text;
  }
}
