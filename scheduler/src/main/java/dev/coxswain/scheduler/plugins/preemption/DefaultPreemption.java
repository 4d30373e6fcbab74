package dev.coxswain.scheduler.plugins.preemption;

import dev.coxswain.scheduler.framework.CycleState;
import dev.coxswain.scheduler.framework.PostFilterPlugin;
import dev.coxswain.scheduler.framework.Rejections;
import dev.coxswain.scheduler.framework.Verdict;
import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodView;
import java.util.List;

/// Says for each node whether evicting pods from it would help. It never evicts: no pod is a
/// victim.
public final class DefaultPreemption implements PostFilterPlugin {
  private static final Verdict NOT_HELPFUL =
      Verdict.unresolvable("Preemption is not helpful for scheduling");
  private static final Verdict NO_VICTIMS =
      Verdict.unschedulable("No preemption victims found for incoming pod");

  @Override
  public String name() {
    return "DefaultPreemption";
  }

  @Override
  public String postFilter(
      CycleState state, PodView pod, List<NodeView> nodes, List<Verdict> rejections) {
    if (pod.pod().getSpec().getPreemptionPolicy().equals("Never")) {
      return "preemption: not eligible due to preemptionPolicy=Never.";
    }
    var outcomes =
        rejections.stream()
            .map(v -> v.code() == Verdict.Code.UNRESOLVABLE ? NOT_HELPFUL : NO_VICTIMS)
            .toList();
    return "preemption: " + Rejections.message(nodes.size(), outcomes);
  }
}
