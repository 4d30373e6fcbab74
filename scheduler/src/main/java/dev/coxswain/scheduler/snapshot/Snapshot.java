package dev.coxswain.scheduler.snapshot;

import dev.coxswain.scheduler.snapshot.PodAffinities.Wish;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All nodes as they were when the snapshot was last brought up to date, and what is counted over
/// them. It belongs to one thread.
///
/// [ClusterState#refresh] changes nothing but what changed: however large the cluster is, placing a
/// pod costs the same.
public final class Snapshot {
  // Enough for the workloads of a cluster; what was not asked for the longest goes first.
  private static final int MOST_COUNTS = 1024;
  private static final int SPARE_PLACES = 1024;

  private final Map<String, NodeView> byName = new HashMap<>();
  private final NodeOrder order = new NodeOrder();
  private final NodeKinds kinds = new NodeKinds(order);
  private final Map<String, Topology> topologies = new HashMap<>();
  private final Map<String, Integer> imageNodes = new HashMap<>();
  private final SelectorIndex<PodCounts> bySelector = new SelectorIndex<>();
  private final Map<PodCounts.Query, PodCounts> counts = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<CountedNodes.Query, CountedNodes> countedNodes = new HashMap<>();
  private final PodsByLabel byLabel = new PodsByLabel();
  private final TermIndex together = new TermIndex(pod -> musts(pod.affinities().together()));
  private final TermIndex apart = new TermIndex(pod -> musts(pod.affinities().apart()));
  private final TermIndex near = new TermIndex(pod -> pod.affinities().near());
  private final TermIndex far = new TermIndex(pod -> pod.affinities().far());
  private final List<TermIndex> terms = List.of(together, apart, near, far);

  /// A snapshot of these nodes.
  public static Snapshot of(List<NodeView> nodes) {
    var snapshot = new Snapshot();
    nodes.forEach(snapshot::put);
    return snapshot;
  }

  /// The nodes in an order in which neighbours are in different zones.
  public List<NodeView> nodes() {
    return order.nodes();
  }

  /// A number that changes whenever the node at this position of [#nodes] becomes another one, or
  /// what is promised of it changes; positive, and good until the next change.
  public long revision(int position) {
    return order.revision(position);
  }

  public Optional<NodeView> node(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /// On how many nodes the image is.
  public int nodesWithImage(String name) {
    return imageNodes.getOrDefault(name, 0);
  }

  /// Counts pods; what was counted once stays up to date.
  public PodCounts count(PodCounts.Query query) {
    var known = counts.get(query);
    if (known != null) {
      return known;
    }
    var counted = counted(query);
    counts.put(query, counted);
    bySelector.add(query.anchor(), counted);
    if (counts.size() > MOST_COUNTS) {
      forget(counts.entrySet().iterator().next().getValue().query());
    }
    return counted;
  }

  private PodCounts counted(PodCounts.Query query) {
    var nodes = countedNodes.computeIfAbsent(query.countedNodes(), this::countedNodes);
    nodes.use(1);
    var counted = new PodCounts(query, nodes, order::version);
    boolean found =
        byLabel.forEachCandidate(
            query.anchor(),
            byName.values(),
            (pod, node) -> counted.changePod(byName.get(node), pod, 1));
    if (!found) {
      byName.values().forEach(counted::addPods);
    }
    return counted;
  }

  private CountedNodes countedNodes(CountedNodes.Query query) {
    var nodes = new CountedNodes(topology(query.topologyKey()), query.filter());
    byName.values().forEach(nodes::add);
    return nodes;
  }

  private void forget(PodCounts.Query query) {
    bySelector.remove(query.anchor(), counts.remove(query));
    if (countedNodes.get(query.countedNodes()).use(-1) == 0) {
      countedNodes.remove(query.countedNodes());
    }
  }

  /// Adds, by their positions among [#nodes], the nodes whose label has the value.
  public void addNodesWith(String label, String value, BitSet found) {
    topology(label).addNodes(value, found);
  }

  /// Adds the nodes that don't have the label.
  public void addNodesWithout(String label, BitSet found) {
    found.or(topology(label).nowhere());
  }

  /// The nodes by what they say of pods in general.
  public NodeKinds kinds() {
    return kinds;
  }

  /// The required affinities of the pods there are, each with weight 1.
  public TermIndex together() {
    return together;
  }

  /// The required anti-affinities of the pods there are, each with weight 1.
  public TermIndex apart() {
    return apart;
  }

  /// The preferred affinities of the pods there are.
  public TermIndex near() {
    return near;
  }

  /// The preferred anti-affinities of the pods there are.
  public TermIndex far() {
    return far;
  }

  void put(NodeView node) {
    var before = byName.put(node.name(), node);
    order.put(node);
    if (before == null) {
      addEverywhere(node);
    } else if (before.isPlacedLike(node)) {
      changePods(before, node);
    } else {
      removeEverywhere(before);
      addEverywhere(node);
    }
    if (before == null || !before.hasSameImages(node)) {
      Optional.ofNullable(before).ifPresent(old -> countImages(old, -1));
      countImages(node, 1);
    }
  }

  void remove(String name) {
    var before = byName.remove(name);
    if (before != null) {
      order.remove(before);
      removeEverywhere(before);
      countImages(before, -1);
      forgetOldPlaces();
    }
  }

  private Topology topology(String key) {
    return topologies.computeIfAbsent(key, k -> new Topology(k, order));
  }

  /// Nodes come and go, and each leaves a number behind.
  private void forgetOldPlaces() {
    int most = 2 * byName.size() + SPARE_PLACES;
    if (topologies.values().stream().anyMatch(topology -> topology.places() > most)) {
      List.copyOf(counts.keySet()).forEach(this::forget);
      topologies.clear();
    }
  }

  private void addEverywhere(NodeView node) {
    countedNodes.values().forEach(counted -> counted.add(node));
    counts.values().forEach(counted -> counted.addNode(node));
    node.pods()
        .forEach(pod -> {
          byLabel.add(node, pod);
          addTerms(node, pod);
        });
  }

  private void removeEverywhere(NodeView node) {
    countedNodes.values().forEach(counted -> counted.remove(node));
    counts.values().forEach(counted -> counted.removeNode(node));
    node.pods()
        .forEach(pod -> {
          byLabel.remove(node, pod);
          removeTerms(node, pod);
        });
  }

  /// Pods keep their order on a node, so that one walk finds who left and who came. A pod that was
  /// seen anew is another one: its labels may differ.
  @SuppressWarnings("ReferenceEquality")
  private void changePods(NodeView before, NodeView after) {
    if (before.pods() == after.pods()) {
      return;
    }
    var now = after.pods();
    int kept = 0;
    for (var pod : before.pods()) {
      if (kept < now.size() && now.get(kept) == pod) {
        kept++;
      } else {
        byLabel.remove(before, pod);
        removeTerms(before, pod);
        changeCounts(before, pod, -1);
      }
    }
    for (var pod : now.subList(kept, now.size())) {
      byLabel.add(after, pod);
      addTerms(after, pod);
      changeCounts(after, pod, 1);
    }
  }

  private void changeCounts(NodeView node, PodView pod, int by) {
    if (!counts.isEmpty()) {
      bySelector.forEachCandidate(pod.labels(), counted -> counted.changePod(node, pod, by));
    }
  }

  private void addTerms(NodeView node, PodView pod) {
    if (!pod.affinities().isNone()) {
      terms.forEach(index -> index.addPod(node, pod));
    }
  }

  private void removeTerms(NodeView node, PodView pod) {
    if (!pod.affinities().isNone()) {
      terms.forEach(index -> index.removePod(node, pod));
    }
  }

  private void countImages(NodeView node, int by) {
    node.images()
        .keySet()
        .forEach(image ->
            imageNodes.merge(image, by, (a, b) -> a + b == 0 ? null : Integer.valueOf(a + b)));
  }

  private static List<Wish> musts(List<PodTerm> terms) {
    var wishes = new ArrayList<Wish>(terms.size());
    terms.forEach(term -> wishes.add(new Wish(term, 1)));
    return wishes;
  }
}
