package dev.coxswain.scheduler.framework;

import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.Nominations;
import dev.coxswain.scheduler.snapshot.PodView;
import dev.coxswain.scheduler.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
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
    int seen = 0;
    int index = sampling.next() % count;
    for (; seen < count && feasible.size() < enough; seen++) {
      var node = nodes.get(index);
      var verdict = filter(state, node);
      verdicts[index] = verdict;
      if (!verdict.isRejection()) {
        feasible.add(node);
      }
      index = index + 1 == count ? 0 : index + 1;
    }
    sampling.advance(seen, count);
    return feasible;
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
