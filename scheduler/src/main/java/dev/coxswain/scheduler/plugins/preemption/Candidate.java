package dev.coxswain.scheduler.plugins.preemption;

import dev.coxswain.scheduler.snapshot.PodView;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/// A node that would do without some of its pods.
///
/// @param victims at least one, most important first
/// @param violations how many of them are protected by a budget
record Candidate(String node, List<PodView> victims, int violations) {
  /// The smallest harm first: to budgets, to the most important victim, to all of them, in number;
  /// and of equal harm, where the most important ones have run the shortest.
  static final Comparator<Candidate> LEAST_HARM =
      Comparator.comparingInt(Candidate::violations)
          .thenComparingInt(c -> c.victims().getFirst().priority())
          .thenComparingLong(Candidate::priorities)
          .thenComparingInt(c -> c.victims().size())
          .thenComparing(Candidate::longestRunning, Comparator.reverseOrder());

  Candidate {
    victims = List.copyOf(victims);
  }

  /// Priorities may be negative; so that more pods are always more harm, they are counted from the
  /// least one.
  private long priorities() {
    return victims.stream().mapToLong(v -> (long) v.priority() - Integer.MIN_VALUE).sum();
  }

  private Instant longestRunning() {
    int highest = victims.getFirst().priority();
    return victims.stream()
        .filter(victim -> victim.priority() == highest)
        .map(Importance::startedAt)
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }
}
