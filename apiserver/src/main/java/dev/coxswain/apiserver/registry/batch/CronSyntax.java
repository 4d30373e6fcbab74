package dev.coxswain.apiserver.registry.batch;

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
    var text =
        schedule.startsWith("TZ=") || schedule.startsWith("CRON_TZ=")
            ? schedule.substring(schedule.indexOf(' ') + 1)
            : schedule;
    if (text.startsWith("@")) {
      return WORDS.contains(text) || text.startsWith("@every ")
          ? Optional.empty()
          : Optional.of("unrecognized descriptor: " + text);
    }
    var parts = List.of(text.strip().split("\\s+"));
    if (parts.size() != FIELDS.size()) {
      return Optional.of(
          "expected exactly 5 fields, found %d: [%s]"
              .formatted(parts.size(), String.join(" ", parts)));
    }
    for (int i = 0; i < FIELDS.size(); i++) {
      var complaint = complaint(parts.get(i), FIELDS.get(i));
      if (complaint.isPresent()) {
        return complaint;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> complaint(String list, Field field) {
    for (var range : list.split(",", -1)) {
      try {
        checkRange(range, field);
      } catch (IllegalArgumentException e) {
        return Optional.of(e.getMessage());
      }
    }
    return Optional.empty();
  }

  private static void checkRange(String range, Field field) {
    var steps = range.split("/", -1);
    var ends = steps[0].split("-", -1);
    int start;
    int end;
    if (ends[0].equals("*") || ends[0].equals("?")) {
      start = field.min();
      end = field.max();
    } else {
      start = number(ends[0], field);
      end = ends.length == 1 ? start : number(ends[1], field);
      require(ends.length <= 2, "too many hyphens: " + range);
    }
    int step = 1;
    if (steps.length > 1) {
      require(steps.length == 2, "too many slashes: " + range);
      step = number(steps[1], new Field(0, 0, Map.of()));
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

  private static int number(String text, Field field) {
    var named = field.names().get(text.toLowerCase(Locale.ROOT));
    if (named != null) {
      return named;
    }
    require(
        text.matches("\\d{1,9}"),
        "failed to parse int from %s: strconv.Atoi: parsing \"%s\": invalid syntax"
            .formatted(text, text));
    return Integer.parseInt(text);
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
