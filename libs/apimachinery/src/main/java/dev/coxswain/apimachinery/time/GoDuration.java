package dev.coxswain.apimachinery.time;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Pattern;

/// Go's notation of durations.
final class GoDuration {
  private static final Pattern PART = Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)([a-zµμ]*)");
  private static final BigDecimal MAX_NANOS = BigDecimal.valueOf(Long.MAX_VALUE);

  private GoDuration() {}

  static Duration parse(String text) {
    boolean signed = text.startsWith("-") || text.startsWith("+");
    var rest = signed ? text.substring(1) : text;
    if (rest.equals("0")) {
      return Duration.ZERO;
    }
    if (rest.isEmpty()) {
      throw invalid(text);
    }
    var nanos = BigDecimal.ZERO;
    var part = PART.matcher(rest);
    int at = 0;
    while (at < rest.length()) {
      if (!part.find(at) || part.start() != at) {
        throw invalid(text);
      }
      nanos = nanos.add(new BigDecimal(part.group(1)).multiply(unit(part.group(2), text)));
      at = part.end();
    }
    if (nanos.compareTo(MAX_NANOS) > 0) {
      throw invalid(text);
    }
    var duration = Duration.ofNanos(nanos.longValue());
    return text.startsWith("-") ? duration.negated() : duration;
  }

  static String format(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    var sign = duration.isNegative() ? "-" : "";
    var length = duration.abs();
    if (length.compareTo(Duration.ofSeconds(1)) < 0) {
      return sign + belowSecond(length.toNanos());
    }
    var seconds = decimal(length.toSecondsPart(), length.toNanosPart(), 9) + "s";
    var minutes = length.toMinutes() > 0 ? length.toMinutesPart() + "m" : "";
    var hours = length.toHours() > 0 ? length.toHours() + "h" : "";
    return sign + hours + minutes + seconds;
  }

  private static String belowSecond(long nanos) {
    if (nanos < 1_000) {
      return nanos + "ns";
    }
    return nanos < 1_000_000
        ? decimal(nanos / 1_000, nanos % 1_000, 3) + "µs"
        : decimal(nanos / 1_000_000, nanos % 1_000_000, 6) + "ms";
  }

  private static String decimal(long whole, long fraction, int digits) {
    var value = BigDecimal.valueOf(whole).add(BigDecimal.valueOf(fraction, digits));
    return fraction == 0 ? Long.toString(whole) : value.stripTrailingZeros().toPlainString();
  }

  private static BigDecimal unit(String unit, String text) {
    return BigDecimal.valueOf(
        switch (unit) {
          case "ns" -> 1L;
          case "us", "µs", "μs" -> 1_000L;
          case "ms" -> 1_000_000L;
          case "s" -> 1_000_000_000L;
          case "m" -> 60_000_000_000L;
          case "h" -> 3_600_000_000_000L;
          case "" ->
              throw new IllegalArgumentException("time: missing unit in duration \"" + text + "\"");
          default ->
              throw new IllegalArgumentException(
                  "time: unknown unit \"" + unit + "\" in duration \"" + text + "\"");
        });
  }

  private static IllegalArgumentException invalid(String text) {
    return new IllegalArgumentException("time: invalid duration \"" + text + "\"");
  }
}
