package dev.coxswain.apiserver.registry.print;

import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.api.meta.v1.Time;
import dev.coxswain.apimachinery.time.Times;
import java.time.Duration;
import java.time.Instant;

/// Durations as tables show them: two figures at most, coarser the longer they are.
public final class Ages {
  public static final String UNKNOWN = "<unknown>";

  private Ages() {}

  /// The age of an object.
  public static String since(ObjectMeta metadata, Instant now) {
    return metadata.hasCreationTimestamp() ? since(metadata.getCreationTimestamp(), now) : UNKNOWN;
  }

  /// `<unknown>` for the zero time.
  public static String since(Time time, Instant now) {
    return time.getSeconds() == 0 && time.getNanos() == 0
        ? UNKNOWN
        : since(Times.toInstant(time), now);
  }

  public static String since(Instant then, Instant now) {
    return human(Duration.between(then, now));
  }

  /// `90s`, `5m30s`, `3h2m`, `9d`, `2y40d`.
  public static String human(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < -1) {
      return "<invalid>";
    }
    if (seconds < 0) {
      return "0s";
    }
    long minutes = seconds / 60;
    long hours = minutes / 60;
    long days = hours / 24;
    if (seconds < 2 * 60) {
      return seconds + "s";
    } else if (minutes < 10) {
      return pair(minutes, "m", seconds % 60, "s");
    } else if (minutes < 3 * 60) {
      return minutes + "m";
    } else if (hours < 8) {
      return pair(hours, "h", minutes % 60, "m");
    } else if (hours < 48) {
      return hours + "h";
    } else if (hours < 24 * 8) {
      return pair(days, "d", hours % 24, "h");
    } else if (hours < 24 * 365 * 2) {
      return days + "d";
    } else if (hours < 24 * 365 * 8) {
      return pair(days / 365, "y", days % 365, "d");
    }
    return days / 365 + "y";
  }

  private static String pair(long large, String largeUnit, long small, String smallUnit) {
    return small == 0 ? large + largeUnit : large + largeUnit + small + smallUnit;
  }
}
