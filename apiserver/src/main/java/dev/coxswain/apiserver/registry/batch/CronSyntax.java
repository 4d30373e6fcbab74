package dev.coxswain.apiserver.registry.batch;

import dev.coxswain.apimachinery.time.Times;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whether a text is a cron schedule: five fields, or a word such as `@hourly`.
final class CronSyntax {
  private static final Set<String> WORDS =
      Set.of("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly");
  private static final String EVERY = "@every ";
  private static final Map<String, Integer> MONTHS =
      names(1, "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final Map<String, Integer> DAYS =
      names(0, "sun", "mon", "tue", "wed", "thu", "fri", "sat");

  private record Field(int min, int max, Map<String, Integer> names) {}

  private static final List<Field> FIELDS =
      List.of(
          new Field(0, 59, Map.of()),
          new Field(0, 23, Map.of()),
          new Field(1, 31, Map.of()),
          new Field(1, 12, MONTHS),
          new Field(0, 6, DAYS));

  private CronSyntax() {}

  /// What is wrong with the schedule.
  static Optional<String> complaint(String schedule) {
    try {
      check(schedule);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    }
  }

  private static void check(String schedule) {
    var text = schedule;
    if (schedule.startsWith("TZ=") || schedule.startsWith("CRON_TZ=")) {
      int blank = schedule.indexOf(' ');
      require(
          blank >= 0, "invalid schedule format: runtime error: slice bounds out of range [:-1]");
      var zone = schedule.substring(schedule.indexOf('=') + 1, blank);
      TimeZones.complaint(zone)
          .ifPresent(c -> require(false, "provided bad location %s: %s".formatted(zone, c)));
      text = schedule.substring(blank).strip();
    }
    if (text.startsWith("@")) {
      checkWord(text);
    } else {
      checkFields(text);
    }
  }

  private static void checkWord(String text) {
    if (!text.startsWith(EVERY)) {
      require(WORDS.contains(text), "unrecognized descriptor: " + text);
      return;
    }
    try {
      Times.parseGoDuration(text.substring(EVERY.length()));
    } catch (IllegalArgumentException e) {
      require(false, "failed to parse duration %s: %s".formatted(text, e.getMessage()));
    }
  }

  private static void checkFields(String text) {
    var parts = words(text, "\\s+");
    require(
        parts.size() == FIELDS.size(),
        "expected exactly 5 fields, found %d: [%s]"
            .formatted(parts.size(), String.join(" ", parts)));
    for (int i = 0; i < FIELDS.size(); i++) {
      for (var range : words(parts.get(i), ",")) {
        checkRange(range, FIELDS.get(i));
      }
    }
  }

  private static void checkRange(String range, Field field) {
    var steps = range.split("/", -1);
    var ends = steps[0].split("-", -1);
    boolean all = ends[0].equals("*") || ends[0].equals("?");
    long start = all ? field.min() : number(ends[0], field.names());
    require(all || ends.length <= 2, "too many hyphens: " + range);
    long end = field.max();
    if (!all) {
      end = ends.length == 1 ? start : number(ends[1], field.names());
    }
    require(steps.length <= 2, "too many slashes: " + range);
    long step = 1;
    if (steps.length == 2) {
      step = number(steps[1], Map.of());
      end = ends.length == 1 ? field.max() : end;
    }
    require(
        start >= field.min(),
        "beginning of range (%d) below minimum (%d): %s".formatted(start, field.min(), range));
    require(
        end <= field.max(),
        "end of range (%d) above maximum (%d): %s".formatted(end, field.max(), range));
    require(
        start <= end,
        "beginning of range (%d) beyond end of range (%d): %s".formatted(start, end, range));
    require(step > 0, "step of range should be a positive number: " + range);
  }

  private static long number(String text, Map<String, Integer> names) {
    var named = names.get(text.toLowerCase(Locale.ROOT));
    if (named != null) {
      return named;
    }
    var failure =
        "failed to parse int from %s: strconv.Atoi: parsing \"%s\": ".formatted(text, text);
    require(text.matches("[+-]?\\d+"), failure + "invalid syntax");
    try {
      long number = Long.parseLong(text);
      require(number >= 0, "negative number (%d) not allowed: %s".formatted(number, text));
      return number;
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(failure + "value out of range", e);
    }
  }

  /// The parts between the separators that are not empty.
  private static List<String> words(String text, String separator) {
    var words = new ArrayList<>(List.of(text.split(separator, -1)));
    words.removeIf(String::isEmpty);
    return words;
  }

  private static void require(boolean holds, String complaint) {
    if (!holds) {
      throw new IllegalArgumentException(complaint);
    }
  }

  private static Map<String, Integer> names(int first, String... names) {
    var numbers = new HashMap<String, Integer>();
    for (int i = 0; i < names.length; i++) {
      numbers.put(names[i], first + i);
    }
    return Map.copyOf(numbers);
  }
}
