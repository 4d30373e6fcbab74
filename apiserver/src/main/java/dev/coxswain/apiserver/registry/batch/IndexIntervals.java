package dev.coxswain.apiserver.registry.batch;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Indexes of pods as texts such as `1,3-5`.
final class IndexIntervals {
  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,18}");

  private record Interval(long from, long to) {}

  private IndexIntervals() {}

  /// How many indexes the text means.
  ///
  /// @param completions how many indexes there are
  /// @throws IllegalArgumentException if the text is no such list; its message says why
  static int count(String text, int completions) {
    long total = 0;
    Optional<Interval> last = Optional.empty();
    for (var part : parts(text)) {
      var interval = parse(part, completions);
      last.ifPresent(before -> requireIncreasing(before.to(), interval.from()));
      total += interval.to() - interval.from() + 1;
      last = Optional.of(interval);
    }
    return (int) total;
  }

  /// The first index that is in both texts; what cannot be read is passed over.
  static Optional<Long> overlap(String one, String other, int completions) {
    var left = readable(one, completions);
    var right = readable(other, completions);
    int i = 0;
    int j = 0;
    while (i < left.size() && j < right.size()) {
      var a = left.get(i);
      var b = right.get(j);
      if (a.from() <= b.to() && b.from() <= a.to()) {
        return Optional.of(Math.max(a.from(), b.from()));
      }
      if (a.from() <= b.from()) {
        i++;
      } else {
        j++;
      }
    }
    return Optional.empty();
  }

  private static List<Interval> readable(String text, int completions) {
    return parts(text).stream()
        .flatMap(part -> {
          try {
            return Optional.of(parse(part, completions)).stream();
          } catch (IllegalArgumentException _) {
            return Optional.<Interval>empty().stream();
          }
        })
        .toList();
  }

  private static List<String> parts(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
  }

  private static Interval parse(String text, int completions) {
    var ends = text.split("-", -1);
    if (ends.length > 2) {
      throw new IllegalArgumentException(
          ("the fragment \"%s\" violates the requirement that an index interval can have at most"
                  + " two parts separated by '-'")
              .formatted(text));
    }
    long from = index(ends[0], completions);
    if (ends.length == 1) {
      return new Interval(from, from);
    }
    long to = index(ends[1], completions);
    requireIncreasing(from, to);
    return new Interval(from, to);
  }

  private static long index(String text, int completions) {
    if (!NUMBER.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "cannot convert string to integer for index: \"%s\"".formatted(text));
    }
    long index = Long.parseLong(text);
    if (index >= completions) {
      throw new IllegalArgumentException("too large index: \"%s\"".formatted(text));
    }
    return index;
  }

  private static void requireIncreasing(long previous, long current) {
    if (previous >= current) {
      throw new IllegalArgumentException(
          "non-increasing order, previous: %d, current: %d".formatted(previous, current));
    }
  }
}
