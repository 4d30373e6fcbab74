package dev.coxswain.apiserver.registry.validation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The runs of lines that two texts have in common, found as Python's `difflib` finds them: the
/// longest run first, then what lies on either side of it.
final class MatchingLines {
  /// Texts shorter than this have no line that is too frequent to begin a run.
  private static final int FEW = 200;

  /// `size` lines from `a` on in the first text are those from `b` on in the second.
  record Run(int a, int b, int size) {}

  private final List<String> first;
  private final List<String> second;
  private final Map<String, List<Integer>> places = new HashMap<>();
  private final List<Run> runs = new ArrayList<>();

  private MatchingLines(List<String> first, List<String> second) {
    this.first = first;
    this.second = second;
    for (int i = 0; i < second.size(); i++) {
      places.computeIfAbsent(second.get(i), _ -> new ArrayList<>()).add(i);
    }
    int often = second.size() / 100 + 1;
    if (second.size() >= FEW) {
      places.values().removeIf(found -> found.size() > often);
    }
  }

  /// The runs in order; neighbours are one run, and the last one is empty and at the end.
  static List<Run> of(List<String> first, List<String> second) {
    var lines = new MatchingLines(first, second);
    lines.find(0, first.size(), 0, second.size());
    lines.add(new Run(first.size(), second.size(), 0));
    return lines.runs;
  }

  private void find(int fromA, int toA, int fromB, int toB) {
    var run = longest(fromA, toA, fromB, toB);
    if (run.size() == 0) {
      return;
    }
    find(fromA, run.a(), fromB, run.b());
    add(run);
    find(run.a() + run.size(), toA, run.b() + run.size(), toB);
  }

  private void add(Run run) {
    if (!runs.isEmpty()) {
      var last = runs.getLast();
      boolean adjacent = last.a() + last.size() == run.a() && last.b() + last.size() == run.b();
      if (adjacent && run.size() > 0) {
        runs.set(runs.size() - 1, new Run(last.a(), last.b(), last.size() + run.size()));
        return;
      }
    }
    runs.add(run);
  }

  private Run longest(int fromA, int toA, int fromB, int toB) {
    var best = new Run(fromA, fromB, 0);
    Map<Integer, Integer> lengths = Map.of();
    for (int a = fromA; a < toA; a++) {
      var next = new HashMap<Integer, Integer>();
      for (int b : places.getOrDefault(first.get(a), List.of())) {
        if (b < fromB || b >= toB) {
          continue;
        }
        int size = lengths.getOrDefault(b - 1, 0) + 1;
        next.put(b, size);
        if (size > best.size()) {
          best = new Run(a - size + 1, b - size + 1, size);
        }
      }
      lengths = next;
    }
    return extended(best, fromA, toA, fromB, toB);
  }

  /// Frequent lines begin no run, but belong to the one that they touch.
  private Run extended(Run run, int fromA, int toA, int fromB, int toB) {
    int a = run.a();
    int b = run.b();
    int size = run.size();
    while (a > fromA && b > fromB && first.get(a - 1).equals(second.get(b - 1))) {
      a--;
      b--;
      size++;
    }
    while (a + size < toA && b + size < toB && first.get(a + size).equals(second.get(b + size))) {
      size++;
    }
    return new Run(a, b, size);
  }
}
