package dev.coxswain.scheduler.plugins.claims;

import dev.coxswain.scheduler.framework.CycleState;
import dev.coxswain.scheduler.framework.PostFilterPlugin;
import dev.coxswain.scheduler.framework.Rejected;
import dev.coxswain.scheduler.snapshot.PodView;

/// Says that there is no claim of a device that could be given up for a pod: nodes here have no
/// such devices.
public final class DynamicResources implements PostFilterPlugin {
  @Override
  public String name() {
    return "DynamicResources";
  }

  @Override
  public Outcome postFilter(CycleState state, PodView pod, Rejected rejected) {
    return Outcome.none("no new claims to deallocate");
  }
}
