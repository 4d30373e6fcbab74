package dev.coxswain.scheduler.framework;

import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.Nominations;
import dev.coxswain.scheduler.snapshot.PodView;
import dev.coxswain.scheduler.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// One pass of a pod's filters over the nodes, and the what-if questions after it.
final class Filtering implements Rejected.Trial {
  private final List<PreFilterPlugin> preFilters;
  private final FilterPlugin[] filters;
  private final Nominations nominations;
  private final CycleState state;
  private final PodView pod;
  private final boolean[] rejected;
  private final boolean nominating;
  private Verdict[] verdicts = {};

  Filtering(
      PluginSet plugins,
      List<FilterPlugin> filters,
      Nominations nominations,
      CycleState state,
      PodView pod) {
    this.preFilters = plugins.preFilters();
    this.filters = filters.toArray(FilterPlugin[]::new);
    this.nominations = nominations;
    this.state = state;
    this.pod = pod;
    this.rejected = new boolean[filters.size()];
    this.nominating = !nominations.isEmpty();
  }

  /// The possible nodes, until there are enough.
  List<NodeView> run(Snapshot snapshot, PreFiltering.Some some, Sampling sampling, int enough) {
    var nodes = snapshot.nodes();
    int count = nodes.size();
    verdicts = new Verdict[count];
    var feasible = new ArrayList<NodeView>(Math.min(enough, 128));
    if (some.candidates().isPresent()) {
      return among(nodes, some, feasible);
    }
    var excluded = excluded(snapshot);
    int start = sampling.next() % count;
    int seen = look(nodes, excluded, start, count, enough, feasible);
    if (feasible.size() < enough) {
      seen += look(nodes, excluded, 0, start, enough, feasible);
    }
    sampling.advance(seen, count);
    if (feasible.isEmpty()) {
      explain(nodes);
    }
    return feasible;
  }

  private BitSet excluded(Snapshot snapshot) {
    var excluded = new BitSet(snapshot.nodes().size());
    for (var filter : filters) {
      filter.exclude(state, pod, snapshot, excluded);
    }
    return excluded;
  }

  /// Looks at nodes one after the other.
  ///
  /// @return how many it has passed, excluded ones among them
  private int look(
      List<NodeView> nodes,
      BitSet excluded,
      int from,
      int to,
      int enough,
      List<NodeView> feasible) {
    int index = excluded.nextClearBit(from);
    for (; index < to; index = excluded.nextClearBit(index + 1)) {
      var node = nodes.get(index);
      var verdict = filter(state, node);
      verdicts[index] = verdict;
      if (!verdict.isRejection()) {
        feasible.add(node);
        if (feasible.size() == enough) {
          return index + 1 - from;
        }
      }
    }
    return to - from;
  }

  /// Asks about the nodes that were excluded, too: people want to know why.
  private void explain(List<NodeView> nodes) {
    for (int i = 0; i < verdicts.length; i++) {
      if (verdicts[i] == null) {
        verdicts[i] = filter(state, nodes.get(i));
      }
    }
  }

  private List<NodeView> among(
      List<NodeView> nodes, PreFiltering.Some some, List<NodeView> feasible) {
    var names = some.candidates().orElseThrow();
    var outside = some.outside();
    for (int i = 0; i < verdicts.length; i++) {
      var node = nodes.get(i);
      verdicts[i] = names.contains(node.name()) ? filter(state, node) : outside;
      if (!verdicts[i].isRejection()) {
        feasible.add(node);
      }
    }
    return feasible;
  }

  /// Whether the pod can run on the node, also once the pods are there for which the node is being
  /// cleared, unless they are less important.
  @Override
  public Verdict filter(CycleState state, NodeView node) {
    if (nominating) {
      var verdict = filterWithNominated(state, node);
      if (verdict.isRejection()) {
        return verdict;
      }
    }
    return filterOnce(state, node);
  }

  private Verdict filterWithNominated(CycleState state, NodeView node) {
    var others =
        nominations.on(node.name()).stream()
            .filter(other -> !other.uid().equals(pod.uid()))
            .filter(other -> other.priority() >= pod.priority())
            .toList();
    if (others.isEmpty()) {
      return Verdict.SUCCESS;
    }
    var imagined = state.copy();
    var crowded = node;
    for (var other : others) {
      crowded = crowded.with(other);
      with(imagined, other, crowded);
    }
    return filterOnce(imagined, crowded);
  }

  private Verdict filterOnce(CycleState state, NodeView node) {
    for (int i = 0; i < filters.length; i++) {
      var verdict = filters[i].filter(state, pod, node);
      if (verdict.isRejection()) {
        rejected[i] = true;
        return verdict;
      }
    }
    return Verdict.SUCCESS;
  }

  @Override
  public CycleState start() {
    return state.copy();
  }

  @Override
  public void without(CycleState state, PodView gone, NodeView node) {
    preFilters.forEach(plugin -> plugin.without(state, pod, gone, node));
  }

  @Override
  public void with(CycleState state, PodView more, NodeView node) {
    preFilters.forEach(plugin -> plugin.with(state, pod, more, node));
  }

  List<Verdict> verdicts() {
    return Arrays.asList(verdicts);
  }

  Set<String> rejecters() {
    var names = new TreeSet<String>();
    for (int i = 0; i < filters.length; i++) {
      if (rejected[i]) {
        names.add(filters[i].name());
      }
    }
    return names;
  }
}
