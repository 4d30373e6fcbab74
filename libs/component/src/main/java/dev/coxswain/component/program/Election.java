package dev.coxswain.component.program;

import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.client.LeaderElector;
import dev.coxswain.component.LeaderElectionFlags;

/// Whether one of several instances is chosen to work, and how.
///
/// @param enabled otherwise each instance works at once
public record Election(boolean enabled, ObjectKey lease, LeaderElector.Timings timings) {
  /// What the flags say.
  ///
  /// @throws IllegalArgumentException if their timings don't go together
  public static Election of(LeaderElectionFlags flags) {
    return new Election(
        flags.enabled(),
        new ObjectKey(flags.namespace(), flags.name()),
        new LeaderElector.Timings(
            flags.leaseDuration(), flags.renewDeadline(), flags.retryPeriod()));
  }
}
