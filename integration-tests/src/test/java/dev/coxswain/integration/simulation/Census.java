package dev.coxswain.integration.simulation;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// How many seeds saw what: seeds that never meet a fault prove nothing about it.
final class Census {
  /// What belongs into at least one seed of so many.
  private static final int RARE = 40;

  private static final Set<String> EXPECTED =
      Set.of(
          "answer lost",
          "autoscaler",
          "call failed",
          "call while cut off",
          "crash after a write",
          "crash before a write",
          "daemon set",
          "deployment",
          "job",
          "leader ended",
          "node lost power",
          "program ended",
          "stateful set with volumes",
          "watch dropped",
          "watch expired");

  private final Map<String, Integer> counts = new TreeMap<>();
  private int seeds;

  void add(Set<String> seen) {
    seeds++;
    seen.forEach(what -> counts.merge(what, 1, Integer::sum));
  }

  int seeds() {
    return seeds;
  }

  /// What too few seeds saw.
  Set<String> rare() {
    return EXPECTED.stream()
        .filter(what -> counts.getOrDefault(what, 0) * RARE < seeds)
        .collect(Collectors.toSet());
  }

  @Override
  public String toString() {
    return counts.entrySet().stream()
        .map(entry -> "  %5d %s%n".formatted(entry.getValue(), entry.getKey()))
        .collect(Collectors.joining("", "of %d seeds:%n".formatted(seeds), ""));
  }
}
