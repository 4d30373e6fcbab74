package dev.coxswain.scheduler.plugins.affinity;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.apimachinery.selector.Selector;
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
import java.util.List;
import java.util.Optional;

/// The pod's `nodeSelector` and node affinity: what it requires of a node's labels, and what it
/// would like.
public final class NodeAffinity
    implements PreFilterPlugin, FilterPlugin, PreScorePlugin, ScorePlugin {
  private static final Verdict MISMATCH =
      Verdict.unresolvable("node(s) didn't match Pod's node affinity/selector");

  /// What the pod requires.
  ///
  /// @param terms of which one must hold; absent when anything will do
  private record Required(Selector selector, Optional<List<NodeTerms>> terms) {
    static Required of(PodView pod) {
      var spec = pod.pod().getSpec();
      var affinity = spec.getAffinity().getNodeAffinity();
      var terms =
          affinity.hasRequiredDuringSchedulingIgnoredDuringExecution()
              ? Optional.of(
                  affinity
                      .getRequiredDuringSchedulingIgnoredDuringExecution()
                      .getNodeSelectorTermsList()
                      .stream()
                      .map(NodeTerms::of)
                      .toList())
              : Optional.<List<NodeTerms>>empty();
      return new Required(Selector.ofMap(spec.getNodeSelectorMap()), terms);
    }

    boolean isNothing() {
      return selector.isEmpty() && terms.isEmpty();
    }

    boolean matches(Node node) {
      return selector.matches(node.getMetadata().getLabelsMap())
          && (terms.isEmpty() || terms.get().stream().anyMatch(term -> term.matches(node)));
    }
  }

  private record Preference(NodeTerms terms, int weight) {}

  private record Preferred(List<Preference> preferences) {
    static Preferred of(PodView pod) {
      return new Preferred(
          pod
              .pod()
              .getSpec()
              .getAffinity()
              .getNodeAffinity()
              .getPreferredDuringSchedulingIgnoredDuringExecutionList()
              .stream()
              .map(p -> new Preference(NodeTerms.of(p.getPreference()), p.getWeight()))
              .toList());
    }
  }

  @Override
  public String name() {
    return "NodeAffinity";
  }

  @Override
  public Verdict preFilter(CycleState state, PodView pod, Snapshot snapshot) {
    var required = Required.of(pod);
    state.put(Required.class, required);
    return required.isNothing() ? Verdict.SKIP : Verdict.SUCCESS;
  }

  @Override
  public Verdict filter(CycleState state, PodView pod, NodeView node) {
    var required = state.get(Required.class).orElseGet(() -> Required.of(pod));
    return required.matches(node.node()) ? Verdict.SUCCESS : MISMATCH;
  }

  @Override
  public Verdict preScore(CycleState state, PodView pod, List<NodeView> nodes) {
    var preferred = Preferred.of(pod);
    state.put(Preferred.class, preferred);
    return preferred.preferences().isEmpty() ? Verdict.SKIP : Verdict.SUCCESS;
  }

  /// The sum of the weights of the preferences that the node meets.
  @Override
  public long score(CycleState state, PodView pod, NodeView node) {
    long score = 0;
    for (var p : state.get(Preferred.class).orElseGet(() -> Preferred.of(pod)).preferences()) {
      if (p.terms().matches(node.node())) {
        score += p.weight();
      }
    }
    return score;
  }

  @Override
  public void normalize(CycleState state, PodView pod, long[] scores) {
    ScorePlugin.stretch(scores, false);
  }

  @Override
  public boolean mayHelp(ClusterEvent event, PodView pod) {
    var required = Required.of(pod);
    return switch (event) {
      case ClusterEvent.NodeAdded(var node) -> required.matches(node);
      case ClusterEvent.NodeChanged(var before, var after) ->
          !required.matches(before) && required.matches(after);
      case ClusterEvent.PodRemoved _, ClusterEvent.PodPlaced _ -> false;
    };
  }
}
