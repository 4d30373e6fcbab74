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
  private final RequestAnswers answers;
  private final Nominations nominations;
  private final CycleState state;
  private final PodView pod;
  private final boolean[] rejected;
  private final boolean nominating;
  private Verdict[] verdicts = {};

  Filtering(
      PluginSet plugins,
      List<FilterPlugin> filters,
      RequestAnswers answers,
      Nominations nominations,
      CycleState state,
      PodView pod) {
    this.preFilters = plugins.preFilters();
    this.filters = filters.toArray(FilterPlugin[]::new);
    this.answers = answers;
    this.nominations = nominations;
    this.state = state;
    this.pod = pod;
    this.rejected = new boolean[filters.size()];
    this.nominating = !nominations.isEmpty();
  }

  /// The possible nodes, until there are enough.
  Possible run(Snapshot snapshot, PreFiltering.Some some, Sampling sampling, int enough) {
    int count = snapshot.nodes().size();
    var possible = new Possible(Math.min(enough, count));
    if (some.candidates().isPresent()) {
      among(snapshot.nodes(), some, possible);
      return possible;
    }
    var look = new Look(snapshot);
    int start = sampling.next() % count;
    int seen = look.over(start, count, enough, possible);
    if (possible.size() < enough) {
      seen += look.over(0, start, enough, possible);
    }
    sampling.advance(seen, count);
    if (possible.size() == 0) {
      explain(snapshot.nodes());
    }
    return possible;
  }

  /// A look at nodes one after the other.
  private final class Look {
    private final Snapshot snapshot;
    private final List<NodeView> nodes;
    private final RequestAnswers.OfShape requests;
    // Of these everything is known.
    private final BitSet excluded = new BitSet();
    // These must be asked about each of the rest.
    private final FilterPlugin[] others;

    /// Has the filters say what they know of all nodes together.
    Look(Snapshot snapshot) {
      this.snapshot = snapshot;
      this.nodes = snapshot.nodes();
      this.requests = answers.of(pod, snapshot);
      var unsure = new ArrayList<FilterPlugin>();
      for (var filter : filters) {
        if (!filter.exclude(state, pod, snapshot, excluded) && !(filter instanceof ByRequests)) {
          unsure.add(filter);
        }
      }
      this.others = unsure.toArray(FilterPlugin[]::new);
    }

    /// Goes on until there are enough.
    ///
    /// @return how many it has passed, excluded ones among them
    int over(int from, int to, int enough, Possible possible) {
      int index = excluded.nextClearBit(from);
      for (; index < to; index = excluded.nextClearBit(index + 1)) {
        if (admits(index)) {
          possible.add(nodes.get(index), index);
          if (possible.size() == enough) {
            return index + 1 - from;
          }
        }
      }
      return to - from;
    }

    private boolean admits(int index) {
      if (!requests.fits(pod, snapshot, index)) {
        return false;
      }
      if (nominating && !nominations.on(nodes.get(index).name()).isEmpty()) {
        return !filter(state, nodes.get(index)).isRejection();
      }
      for (var other : others) {
        if (other.filter(state, pod, nodes.get(index)).isRejection()) {
          return false;
        }
      }
      return true;
    }
  }

  /// Asks about all nodes, one after the other: people want to know why.
  private void explain(List<NodeView> nodes) {
    verdicts = new Verdict[nodes.size()];
    for (int i = 0; i < verdicts.length; i++) {
      verdicts[i] = filter(state, nodes.get(i));
    }
  }

  private void among(List<NodeView> nodes, PreFiltering.Some some, Possible possible) {
    var names = some.candidates().orElseThrow();
    var outside = some.outside();
    verdicts = new Verdict[nodes.size()];
    for (int i = 0; i < verdicts.length; i++) {
      var node = nodes.get(i);
      verdicts[i] = names.contains(node.name()) ? filter(state, node) : outside;
      if (!verdicts[i].isRejection()) {
        possible.add(node, i);
      }
    }
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
