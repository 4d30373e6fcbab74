package dev.coxswain.scheduler.plugins.spread;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.scheduler.framework.ClusterEvent;
import dev.coxswain.scheduler.framework.CycleState;
import dev.coxswain.scheduler.framework.FilterPlugin;
import dev.coxswain.scheduler.framework.PreFilterPlugin;
import dev.coxswain.scheduler.framework.PreScorePlugin;
import dev.coxswain.scheduler.framework.ScorePlugin;
import dev.coxswain.scheduler.framework.Verdict;
import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodView;
import dev.coxswain.scheduler.snapshot.Snapshot;
import java.util.BitSet;
import java.util.List;

/// Spreads pods as their `topologySpreadConstraints` say, or as is the default.
public final class PodTopologySpread
    implements PreFilterPlugin, FilterPlugin, PreScorePlugin, ScorePlugin {
  private static final String HARD = "DoNotSchedule";

  private final DefaultConstraints defaults;

  public PodTopologySpread(DefaultConstraints defaults) {
    this.defaults = defaults;
  }

  @Override
  public String name() {
    return "PodTopologySpread";
  }

  @Override
  public Verdict preFilter(CycleState state, PodView pod, Snapshot snapshot) {
    var constraints = constraints(pod, HARD);
    if (constraints.isEmpty()) {
      return Verdict.SKIP;
    }
    state.put(HardSpread.class, HardSpread.of(pod, constraints, snapshot));
    return Verdict.SUCCESS;
  }

  @Override
  public Verdict filter(CycleState state, PodView pod, NodeView node) {
    return state.require(HardSpread.class).on(node);
  }

  @Override
  public boolean exclude(CycleState state, PodView pod, Snapshot snapshot, BitSet excluded) {
    state.require(HardSpread.class).exclude(excluded);
    return true;
  }

  @Override
  public void with(CycleState state, PodView pod, PodView other, NodeView node) {
    state.get(HardSpread.class).ifPresent(spread -> spread.imagine(other, node, 1));
  }

  @Override
  public void without(CycleState state, PodView pod, PodView other, NodeView node) {
    state.get(HardSpread.class).ifPresent(spread -> spread.imagine(other, node, -1));
  }

  @Override
  public Verdict preScore(CycleState state, PodView pod, List<NodeView> nodes, Snapshot snapshot) {
    var constraints = constraints(pod, DefaultConstraints.SOFT);
    if (constraints.isEmpty()) {
      return Verdict.SKIP;
    }
    boolean allKeys = hasOwn(pod) || !defaults.bySystem();
    state.put(SoftSpread.class, SoftSpread.of(pod, constraints, nodes, allKeys, snapshot));
    return Verdict.SUCCESS;
  }

  @Override
  public long score(CycleState state, PodView pod, NodeView node) {
    return state.require(SoftSpread.class).score(node);
  }

  @Override
  public void normalize(CycleState state, PodView pod, List<NodeView> nodes, long[] scores) {
    SoftSpread.normalize(scores);
  }

  @Override
  public boolean mayHelp(ClusterEvent event, PodView pod) {
    var constraints = constraints(pod, HARD);
    return switch (event) {
      case ClusterEvent.PodPlaced(var placed) -> counts(constraints, pod, placed);
      case ClusterEvent.PodRemoved(var gone) -> counts(constraints, pod, gone);
      case ClusterEvent.PodChanged(var before, var after) ->
          counts(constraints, pod, before) != counts(constraints, pod, after);
      case ClusterEvent.NodeAdded(var node) -> hasKeys(constraints, node);
      case ClusterEvent.NodeRemoved(var node) -> hasKeys(constraints, node);
      case ClusterEvent.NodeChanged(var before, var after) ->
          (hasKeys(constraints, before) || hasKeys(constraints, after))
              && (!before.getMetadata().getLabelsMap().equals(after.getMetadata().getLabelsMap())
                  || !before.getSpec().getTaintsList().equals(after.getSpec().getTaintsList()));
      default -> false;
    };
  }

  private List<Constraint> constraints(PodView pod, String whenUnsatisfiable) {
    if (!hasOwn(pod)) {
      return defaults.of(pod, whenUnsatisfiable);
    }
    return pod.pod().getSpec().getTopologySpreadConstraintsList().stream()
        .filter(c -> c.getWhenUnsatisfiable().equals(whenUnsatisfiable))
        .map(c -> Constraint.of(pod, c))
        .toList();
  }

  private static boolean hasOwn(PodView pod) {
    return pod.pod().getSpec().getTopologySpreadConstraintsCount() > 0;
  }

  private static boolean counts(List<Constraint> constraints, PodView pod, PodView other) {
    return pod.key().namespace().equals(other.key().namespace())
        && constraints.stream().anyMatch(c -> c.selector().matches(other.labels()));
  }

  private static boolean hasKeys(List<Constraint> constraints, Node node) {
    return constraints.stream().allMatch(c -> node.getMetadata().containsLabels(c.topologyKey()));
  }
}
