package dev.coxswain.scheduler.snapshot;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.apimachinery.selector.Selector;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.ObjIntConsumer;

/// How many of certain pods there are in each place of a topology, kept up to date as the snapshot
/// changes: asking costs nothing however many pods there are.
public final class PodCounts {
  /// The topology in which each node is a place of its own, whatever its labels.
  public static final String BY_NODE = "metadata.name";

  /// Pods of some namespaces.
  ///
  /// @param namespaces absent for all
  public record Group(Optional<List<String>> namespaces, Selector selector) {
    boolean contains(PodView pod) {
      return (namespaces.isEmpty() || namespaces.get().contains(pod.key().namespace()))
          && selector.matches(pod.labels());
    }
  }

  /// Which nodes count. Equal filters must admit equal nodes, by their labels and taints alone.
  @FunctionalInterface
  public interface NodeFilter {
    NodeFilter ALL = _ -> true;

    boolean admits(Node node);
  }

  /// What is counted.
  ///
  /// @param allOf pods that belong to all of these groups; at least one
  /// @param terminatingToo whether pods that were told to end count
  public record Query(
      List<Group> allOf, boolean terminatingToo, String topologyKey, NodeFilter nodes) {
    public Query {
      allOf = List.copyOf(allOf);
    }

    public boolean matches(PodView pod) {
      if (!terminatingToo && pod.isTerminating()) {
        return false;
      }
      for (var group : allOf) {
        if (!group.contains(pod)) {
          return false;
        }
      }
      return true;
    }

    Selector anchor() {
      return allOf.getFirst().selector();
    }

    CountedNodes.Query countedNodes() {
      return new CountedNodes.Query(topologyKey, nodes);
    }
  }

  private final Query query;
  private final Topology topology;
  private final CountedNodes nodes;
  // By the numbers of places.
  private int[] pods;
  private long total;
  // How many places have how many pods.
  private final TreeMap<Integer, Integer> sizes = new TreeMap<>();
  private final CountLevels levels;

  /// Counts nothing yet.
  ///
  /// @param nodes all that count, by now
  /// @param version of the order of nodes
  PodCounts(Query query, CountedNodes nodes, LongSupplier version) {
    this.query = query;
    this.nodes = nodes;
    this.topology = nodes.topology();
    this.pods = new int[topology.places()];
    this.levels = new CountLevels(topology, this::at, version);
    count(0, nodes.places());
  }

  /// The pods in the place; 0 where no node is.
  public int in(String place) {
    return at(topology.place(place));
  }

  /// How many places there are.
  public int places() {
    return nodes.places();
  }

  /// The pods in the emptiest place; 0 if there is none.
  public int fewest() {
    return sizes.isEmpty() ? 0 : sizes.firstKey();
  }

  /// The pods in all places.
  public long total() {
    return total;
  }

  /// Passes on each place and its pods, in no order.
  public void forEach(ObjIntConsumer<String> consumer) {
    for (int place = 0; place < topology.places(); place++) {
      if (nodes.at(place) > 0) {
        consumer.accept(topology.name(place), at(place));
      }
    }
  }

  /// Adds, by their positions in the snapshot, the nodes in places with more pods than these; it
  /// costs nothing however many nodes there are.
  public void addNodesAbove(int pods, BitSet found) {
    levels.addAbove(pods, found);
  }

  /// Adds the nodes in places without any such pod.
  public void addEmptyNodes(BitSet found) {
    levels.addEmpty(found);
  }

  /// Adds the nodes that are in no place.
  public void addNodesNowhere(BitSet found) {
    found.or(topology.nowhere());
  }

  public Query query() {
    return query;
  }

  /// A node came, and is among the counted ones if it counts.
  void addNode(NodeView node) {
    int place = nodes.place(node);
    if (place != Topology.NOWHERE) {
      if (nodes.at(place) == 1) {
        count(at(place), 1);
      }
      changeAll(place, node, 1);
    }
  }

  /// A node left, and is not among the counted ones any more.
  void removeNode(NodeView node) {
    int place = nodes.place(node);
    if (place != Topology.NOWHERE) {
      changeAll(place, node, -1);
      if (nodes.at(place) == 0) {
        count(at(place), -1);
      }
    }
  }

  /// Counts the pods of a node that was there before.
  void addPods(NodeView node) {
    int place = nodes.place(node);
    if (place != Topology.NOWHERE) {
      changeAll(place, node, 1);
    }
  }

  /// A pod came to the node or left it.
  void changePod(NodeView node, PodView pod, int by) {
    if (query.matches(pod)) {
      int place = nodes.place(node);
      if (place != Topology.NOWHERE) {
        change(place, by);
      }
    }
  }

  private int at(int place) {
    return place < 0 || place >= pods.length ? 0 : pods[place];
  }

  private void changeAll(int place, NodeView node, int by) {
    int matching = 0;
    for (var pod : node.pods()) {
      if (query.matches(pod)) {
        matching++;
      }
    }
    if (matching > 0) {
      change(place, by * matching);
    }
  }

  private void change(int place, int by) {
    if (place >= pods.length) {
      pods = Arrays.copyOf(pods, Math.max(topology.places(), pods.length + pods.length / 2));
    }
    int before = pods[place];
    count(before, -1);
    pods[place] = before + by;
    count(before + by, 1);
    total += by;
    levels.moved(place, before, before + by);
  }

  private void count(int size, int by) {
    if (by != 0) {
      sizes.merge(size, by, (a, b) -> a + b == 0 ? null : Integer.valueOf(a + b));
    }
  }
}
