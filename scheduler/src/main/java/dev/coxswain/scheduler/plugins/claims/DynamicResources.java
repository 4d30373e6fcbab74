package dev.coxswain.scheduler.plugins.claims;

import dev.coxswain.scheduler.framework.CycleState;
import dev.coxswain.scheduler.framework.PostFilterPlugin;
import dev.coxswain.scheduler.framework.Verdict;
import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodView;
import java.util.List;

/// Says that there is no claim of a device that could be given up for a pod: nodes here have no
/// such devices.
public final class DynamicResources implements PostFilterPlugin {
  @Override
  public String name() {
    return "DynamicResources";
  }

  @Override
  public String postFilter(
      CycleState state, PodView pod, List<NodeView> nodes, List<Verdict> rejections) {
    return "no new claims to deallocate";
  }
}
