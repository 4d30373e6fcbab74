package dev.coxswain.scheduler.snapshot;

import dev.coxswain.scheduler.snapshot.PodAffinities.Wish;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The terms that pods on nodes brought along, each once, and where their owners are.
public final class TermIndex {
  /// A term and the weights of its owners, by the topology's place they are in.
  public static final class Entry {
    private final PodTerm term;
    private final Map<String, Long> weights = new HashMap<>();
    private int owners;

    private Entry(PodTerm term) {
      this.term = term;
    }

    public PodTerm term() {
      return term;
    }

    /// The weights in the place; 0 where nobody is.
    public long in(String place) {
      return weights.getOrDefault(place, 0L);
    }

    public Map<String, Long> weights() {
      return weights;
    }
  }

  private final Function<PodView, List<Wish>> terms;
  private final Map<PodTerm, Entry> entries = new HashMap<>();
  private final SelectorIndex<Entry> bySelector = new SelectorIndex<>();

  /// An empty index.
  ///
  /// @param terms which of a pod's terms it is about
  TermIndex(Function<PodView, List<Wish>> terms) {
    this.terms = terms;
  }

  /// The terms that mean this pod and whose owners are somewhere.
  ///
  /// @param namespaceLabels the labels of the pod's namespace
  public List<Entry> matching(PodView pod, Map<String, String> namespaceLabels) {
    if (entries.isEmpty()) {
      return List.of();
    }
    var found = new ArrayList<Entry>();
    bySelector.forEachCandidate(
        pod.labels(),
        entry -> {
          if (entry.term().matches(pod, namespaceLabels)) {
            found.add(entry);
          }
        });
    return found;
  }

  void addPod(NodeView node, PodView pod) {
    for (var wish : terms.apply(pod)) {
      var entry = entries.computeIfAbsent(wish.term(), this::newEntry);
      entry.owners++;
      change(entry, node, wish.weight());
    }
  }

  void removePod(NodeView node, PodView pod) {
    for (var wish : terms.apply(pod)) {
      var entry = entries.get(wish.term());
      entry.owners--;
      change(entry, node, -wish.weight());
      if (entry.owners == 0) {
        entries.remove(wish.term());
        bySelector.remove(wish.term().selector(), entry);
      }
    }
  }

  private Entry newEntry(PodTerm term) {
    var entry = new Entry(term);
    bySelector.add(term.selector(), entry);
    return entry;
  }

  private static void change(Entry entry, NodeView node, long by) {
    var place = node.labels().get(entry.term.topologyKey());
    if (place != null) {
      entry.weights.merge(place, by, (a, b) -> a + b == 0 ? null : Long.valueOf(a + b));
    }
  }
}
