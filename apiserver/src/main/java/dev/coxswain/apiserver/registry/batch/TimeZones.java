package dev.coxswain.apiserver.registry.batch;

import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Whose clock a schedule means.
final class TimeZones {
  private static final Pattern PART = Pattern.compile("[A-Za-z._0-9+][A-Za-z.\\-_0-9+]{0,13}");

  private TimeZones() {}

  /// What is wrong with the name of a zone.
  static Optional<String> complaint(String zone) {
    boolean known =
        List.of("", "UTC", "Local").contains(zone)
            || (ZoneId.getAvailableZoneIds().contains(zone) && !zone.startsWith("SystemV/"));
    return known ? Optional.empty() : Optional.of("unknown time zone " + zone);
  }

  static void check(String zone, FieldPath path, Problems problems) {
    if (zone.isEmpty()) {
      problems.invalid(path, zone, "timeZone must be nil or non-empty string");
      return;
    }
    boolean odd =
        List.of(zone.split("/", -1)).stream()
            .anyMatch(p -> p.equals(".") || p.equals("..") || !PART.matcher(p).matches());
    if (odd) {
      problems.invalid(path, zone, "unknown time zone " + zone);
      return;
    }
    if (zone.equalsIgnoreCase("Local")) {
      problems.invalid(
          path,
          zone,
          "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones");
    }
    complaint(zone).ifPresent(c -> problems.invalid(path, zone, c));
  }
}
