package dev.coxswain.apiserver.allocation;

import java.util.regex.Pattern;

/// Ports from `first` to `last`, both included.
public record PortRange(int first, int last) {
  public static final PortRange DEFAULT = new PortRange(30000, 32767);

  private static final Pattern TEXT = Pattern.compile("(\\d{1,5})-(\\d{1,5})");

  public PortRange {
    if (first < 1 || last > 65535 || first > last) {
      throw new IllegalArgumentException(
          "wants 1 <= first <= last <= 65535, got %d-%d".formatted(first, last));
    }
  }

  /// `30000-32767`.
  public static PortRange parse(String text) {
    var match = TEXT.matcher(text);
    if (!match.matches()) {
      throw new IllegalArgumentException("wants a range such as 30000-32767, got " + text);
    }
    return new PortRange(Integer.parseInt(match.group(1)), Integer.parseInt(match.group(2)));
  }

  boolean contains(int port) {
    return port >= first && port <= last;
  }

  int size() {
    return last - first + 1;
  }

  @Override
  public String toString() {
    return first + "-" + last;
  }
}
