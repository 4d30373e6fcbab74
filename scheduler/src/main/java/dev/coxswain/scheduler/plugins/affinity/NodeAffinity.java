package dev.coxswain.scheduler.plugins.affinity;

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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The pod's `nodeSelector` and node affinity: what it requires of a node's labels, and what it
/// would like; and what the profile adds for all pods.
public final class NodeAffinity
    implements PreFilterPlugin, FilterPlugin, PreScorePlugin, ScorePlugin {
  private static final Verdict MISMATCH =
      Verdict.unresolvable("node(s) didn't match Pod's node affinity/selector");
  private static final Verdict ENFORCED =
      Verdict.unresolvable("node(s) didn't match scheduler-enforced node affinity");
  private static final Verdict CONFLICT = Verdict.unresolvable("pod affinity terms conflict");

  private final RequiredNodes added;
  private final List<Preference> addedPreferences;

  private record Preference(NodeTerm term, int weight) {}

  private record Preferred(List<Preference> preferences) {}

  public NodeAffinity() {
    this(dev.coxswain.api.core.v1.NodeAffinity.getDefaultInstance());
  }

  /// A plugin with affinity for all pods of the profile.
  public NodeAffinity(dev.coxswain.api.core.v1.NodeAffinity added) {
    this.added = RequiredNodes.of(added);
    this.addedPreferences = preferences(added);
  }

  @Override
  public String name() {
    return "NodeAffinity";
  }

  @Override
  public Verdict preFilter(CycleState state, PodView pod, Snapshot snapshot) {
    var required = RequiredNodes.of(pod);
    if (required.isNothing() && added.isNothing()) {
      return Verdict.SKIP;
    }
    state.put(RequiredNodes.class, required);
    boolean conflict = required.names().filter(Set::isEmpty).isPresent();
    return conflict && hasTerms(required) ? CONFLICT : Verdict.SUCCESS;
  }

  @Override
  public Optional<Set<String>> candidates(CycleState state, PodView pod) {
    return state.require(RequiredNodes.class).names();
  }

  @Override
  public Verdict filter(CycleState state, PodView pod, NodeView node) {
    if (!added.matches(node.node())) {
      return ENFORCED;
    }
    var required = state.get(RequiredNodes.class).orElseGet(() -> RequiredNodes.of(pod));
    return required.matches(node.node()) ? Verdict.SUCCESS : MISMATCH;
  }

  @Override
  public boolean exclude(CycleState state, PodView pod, Snapshot snapshot, BitSet excluded) {
    int count = snapshot.nodes().size();
    boolean all = added.exclude(snapshot, count, excluded);
    return state
            .get(RequiredNodes.class)
            .orElseGet(() -> RequiredNodes.of(pod))
            .exclude(snapshot, count, excluded)
        && all;
  }

  @Override
  public Verdict preScore(CycleState state, PodView pod, List<NodeView> nodes, Snapshot snapshot) {
    var preferred = preferred(pod);
    state.put(Preferred.class, preferred);
    return preferred.preferences().isEmpty() ? Verdict.SKIP : Verdict.SUCCESS;
  }

  /// The sum of the weights of the preferences that the node meets.
  @Override
  public long score(CycleState state, PodView pod, NodeView node) {
    long score = 0;
    for (var p : state.get(Preferred.class).orElseGet(() -> preferred(pod)).preferences()) {
      if (p.term().matches(node.node())) {
        score += p.weight();
      }
    }
    return score;
  }

  @Override
  public void normalize(CycleState state, PodView pod, List<NodeView> nodes, long[] scores) {
    ScorePlugin.stretch(scores, false);
  }

  @Override
  public boolean mayHelp(ClusterEvent event, PodView pod) {
    var required = RequiredNodes.of(pod);
    return switch (event) {
      case ClusterEvent.NodeAdded(var node) -> matches(required, node);
      case ClusterEvent.NodeChanged(var before, var after) ->
          !matches(required, before) && matches(required, after);
      default -> false;
    };
  }

  private boolean matches(RequiredNodes required, Node node) {
    return added.matches(node) && required.matches(node);
  }

  private static boolean hasTerms(RequiredNodes required) {
    return required.terms().filter(terms -> !terms.isEmpty()).isPresent();
  }

  private Preferred preferred(PodView pod) {
    var own = preferences(pod.pod().getSpec().getAffinity().getNodeAffinity());
    return new Preferred(
        addedPreferences.isEmpty()
            ? own
            : Stream.concat(addedPreferences.stream(), own.stream()).toList());
  }

  private static List<Preference> preferences(dev.coxswain.api.core.v1.NodeAffinity affinity) {
    return affinity.getPreferredDuringSchedulingIgnoredDuringExecutionList().stream()
        .map(p -> new Preference(NodeTerm.of(p.getPreference()), p.getWeight()))
        .toList();
  }
}
