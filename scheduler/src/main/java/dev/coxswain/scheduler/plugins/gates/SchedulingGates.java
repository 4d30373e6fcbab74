package dev.coxswain.scheduler.plugins.gates;

import dev.coxswain.scheduler.framework.PreEnqueuePlugin;
import dev.coxswain.scheduler.framework.Verdict;
import dev.coxswain.scheduler.snapshot.PodView;

/// A pod with scheduling gates waits until somebody has removed all of them.
public final class SchedulingGates implements PreEnqueuePlugin {
  private static final Verdict GATED = Verdict.unresolvable("waiting for scheduling gates");

  @Override
  public String name() {
    return "SchedulingGates";
  }

  @Override
  public Verdict preEnqueue(PodView pod) {
    return pod.pod().getSpec().getSchedulingGatesCount() == 0 ? Verdict.SUCCESS : GATED;
  }
}
