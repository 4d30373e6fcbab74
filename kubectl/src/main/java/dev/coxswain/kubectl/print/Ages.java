package dev.coxswain.kubectl.print;

import java.time.Duration;
import java.time.Instant;

/// Ages as people read them: two units at most while the first is small, as upstream's tables have
/// it.
public final class Ages {
  private Ages() {}

  /// @param timestamp RFC 3339, or empty for `<unknown>`
  public static String since(String timestamp, Instant now) {
    return timestamp.isEmpty()
        ? "<unknown>"
        : describe(Duration.between(Instant.parse(timestamp), now));
  }

  public static String describe(Duration age) {
    long seconds = Math.max(0, age.toSeconds());
    if (seconds < 120) {
      return seconds + "s";
    }
    long minutes = seconds / 60;
    if (minutes < 10) {
      return pair(minutes, "m", seconds % 60, "s");
    }
    if (minutes < 180) {
      return minutes + "m";
    }
    long hours = minutes / 60;
    if (hours < 8) {
      return pair(hours, "h", minutes % 60, "m");
    }
    if (hours < 48) {
      return hours + "h";
    }
    long days = hours / 24;
    if (days < 8) {
      return pair(days, "d", hours % 24, "h");
    }
    if (days < 730) {
      return days + "d";
    }
    return days < 8 * 365 ? pair(days / 365, "y", days % 365, "d") : days / 365 + "y";
  }

  private static String pair(long big, String bigUnit, long small, String smallUnit) {
    return small == 0 ? big + bigUnit : big + bigUnit + small + smallUnit;
  }
}
