package dev.coxswain.integration.simulation;

import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.client.LeaderElector;
import java.time.Duration;
import java.time.Instant;

/// One program's part in the election of a leader. Losing the lead ends the program, as it does in
/// production.
final class Candidate {
  private static final Duration RETRY = LeaderElector.Timings.standard().retryPeriod();

  private final Program program;
  private final LeaderElector elector;
  private Instant due = Instant.MIN;

  Candidate(Program program, SimulatedApiClient client, String lease) {
    this.program = program;
    var callbacks =
        new LeaderElector.Callbacks() {
          @Override
          public void onStartedLeading() {
            program.world().trace().add(program.name(), "leads");
          }

          @Override
          public void onStoppedLeading() {
            throw new SimulatedCrash("lead lost");
          }
        };
    elector =
        new LeaderElector(
            client,
            new ObjectKey("kube-system", lease),
            program.identity(),
            LeaderElector.Timings.standard(),
            program.world().clock(),
            program.chance().random(),
            callbacks);
  }

  boolean isLeading() {
    return elector.isLeading();
  }

  Instant due() {
    return due;
  }

  /// Tries to get or keep the lead if it is time to.
  boolean step() {
    var now = program.now();
    if (now.isBefore(due)) {
      return false;
    }
    elector.step();
    due = now.plus(program.chance().between(RETRY, RETRY.multipliedBy(2)));
    return true;
  }
}
