package dev.coxswain.integration.simulation;

import java.util.ArrayList;
import java.util.List;

/// What happened, line by line. The same seed gives the same lines.
final class Trace {
  private final SimulatedClock clock;
  private final List<String> lines = new ArrayList<>();
  private String actor = "";

  Trace(SimulatedClock clock) {
    this.clock = clock;
  }

  /// Whose doing it is what happens from now on.
  void acting(String who) {
    actor = who;
  }

  String actor() {
    return actor;
  }

  void add(String who, String what) {
    long millis = clock.elapsed().toMillis();
    lines.add("%4d.%03d %-34s %s".formatted(millis / 1000, millis % 1000, who, what));
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  String last(int count) {
    int from = Math.max(0, lines.size() - count);
    return String.join("\n", lines.subList(from, lines.size()));
  }
}
