package dev.coxswain.apiserver.admission.podsecurity;

import java.util.Optional;
import java.util.regex.Pattern;

/// The release of Kubernetes whose standards count: `v1.24`, or `latest`.
record Version(int minor) implements Comparable<Version> {
  static final Version LATEST = new Version(Integer.MAX_VALUE);

  private static final Pattern FORM = Pattern.compile("v1\\.(0|[1-9][0-9]{0,5})");

  static Optional<Version> parse(String text) {
    if (text.equals("latest")) {
      return Optional.of(LATEST);
    }
    var form = FORM.matcher(text);
    return form.matches()
        ? Optional.of(new Version(Integer.parseInt(form.group(1))))
        : Optional.empty();
  }

  @Override
  public int compareTo(Version other) {
    return Integer.compare(minor, other.minor);
  }

  @Override
  public String toString() {
    return equals(LATEST) ? "latest" : "v1." + minor;
  }
}
