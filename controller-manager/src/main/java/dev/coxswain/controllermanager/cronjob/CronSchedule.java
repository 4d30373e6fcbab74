package dev.coxswain.controllermanager.cronjob;

import dev.coxswain.apimachinery.time.Times;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A cron line: minute, hour, day of month, month, day of week; or `@hourly` and the like, or
/// `@every 1h30m`. Pure.
final class CronSchedule {
  private static final Map<String, String> MACROS =
      Map.of(
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *",
          "@monthly", "0 0 1 * *",
          "@weekly", "0 0 * * 0",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@hourly", "0 * * * *");
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
  // As far as upstream's cron looks ahead.
  private static final int YEARS = 5;

  private final BitSet minutes;
  private final BitSet hours;
  private final BitSet days;
  private final BitSet months;
  private final BitSet weekdays;
  private final boolean anyDay;
  private final boolean anyWeekday;
  private final ZoneId zone;
  private final Optional<Duration> every;

  private CronSchedule(String[] fields, ZoneId zone, Optional<Duration> every) {
    this.zone = zone;
    this.every = every;
    this.minutes = parse(fields[0], 0, 59, List.of());
    this.hours = parse(fields[1], 0, 23, List.of());
    this.days = parse(fields[2], 1, 31, List.of());
    this.months = parse(fields[3], 1, 12, MONTHS);
    this.weekdays = parse(fields[4], 0, 7, DAYS);
    if (weekdays.get(7)) {
      weekdays.set(0);
    }
    this.anyDay = isStar(fields[2]);
    this.anyWeekday = isStar(fields[4]);
  }

  /// Reads a line.
  ///
  /// @param zone where its hours are meant, such as `Europe/Vienna`; empty for UTC
  /// @throws IllegalArgumentException if it makes no sense
  static CronSchedule parse(String line, String zone) {
    try {
      var where = zone(zone);
      var trimmed = line.strip();
      if (trimmed.startsWith("@every ")) {
        var every = Times.parseGoDuration(trimmed.substring(7));
        return new CronSchedule("* * * * *".split(" "), where, Optional.of(every));
      }
      var fields = MACROS.getOrDefault(trimmed, trimmed).split("\\s+");
      if (fields.length != 5) {
        throw new IllegalArgumentException("wants five fields, got " + line);
      }
      return new CronSchedule(fields, where, Optional.empty());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("unknown time zone " + zone, e);
    }
  }

  /// @throws DateTimeException if there is no such zone
  static ZoneId zone(String name) {
    return name.isEmpty() ? ZoneOffset.UTC : ZoneId.of(name);
  }

  private static boolean isStar(String field) {
    return field.startsWith("*") || field.startsWith("?");
  }

  private static BitSet parse(String field, int min, int max, List<String> names) {
    var set = new BitSet(max + 1);
    for (var part : field.toLowerCase(Locale.ROOT).split(",")) {
      int slash = part.indexOf('/');
      int step = slash < 0 ? 1 : number(part.substring(slash + 1), List.of(), 0);
      var range = slash < 0 ? part : part.substring(0, slash);
      int first = min;
      int last = max;
      if (!isStar(range)) {
        int dash = range.indexOf('-');
        first = number(dash < 0 ? range : range.substring(0, dash), names, min);
        last = dash < 0 ? (slash < 0 ? first : max) : number(range.substring(dash + 1), names, min);
      }
      if (first < min || last > max || first > last || step < 1) {
        throw new IllegalArgumentException(
            "wants values from %d to %d, got %s".formatted(min, max, field));
      }
      for (int i = first; i <= last; i += step) {
        set.set(i);
      }
    }
    return set;
  }

  private static int number(String text, List<String> names, int min) {
    int named = names.indexOf(text);
    return named >= 0 ? named + min : Integer.parseInt(text);
  }

  /// The first time after this one; absent if there is none.
  Optional<Instant> next(Instant after) {
    if (every.isPresent()) {
      return Optional.of(after.truncatedTo(ChronoUnit.SECONDS).plus(every.get()));
    }
    var time = after.atZone(zone).truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
    var limit = time.plusYears(YEARS);
    while (time.isBefore(limit)) {
      if (!months.get(time.getMonthValue())) {
        time = time.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).plusMonths(1);
      } else if (!matchesDay(time)) {
        time = time.truncatedTo(ChronoUnit.DAYS).plusDays(1);
      } else if (!hours.get(time.getHour())) {
        time = time.truncatedTo(ChronoUnit.HOURS).plusHours(1);
      } else if (!minutes.get(time.getMinute())) {
        time = time.plusMinutes(1);
      } else {
        return Optional.of(time.toInstant());
      }
    }
    return Optional.empty();
  }

  // Both given: one of them is enough.
  private boolean matchesDay(ZonedDateTime time) {
    boolean day = days.get(time.getDayOfMonth());
    boolean weekday = weekdays.get(time.getDayOfWeek().getValue() % 7);
    return (anyDay || anyWeekday) ? (day && weekday) : (day || weekday);
  }
}
