package dev.coxswain.scheduler.framework;

import dev.coxswain.scheduler.snapshot.PodView;

/// Looks for a way out when no node is left, such as preemption.
public interface PostFilterPlugin extends Plugin {
  /// What was found.
  ///
  /// @param message in the words of FailedScheduling; empty when there is a way
  record Outcome(String message, Nomination nomination) {
    /// There is no way.
    public static Outcome none(String message) {
      return new Outcome(message, new Nomination.Keep());
    }
  }

  Outcome postFilter(CycleState state, PodView pod, Rejected rejected);
}
