package dev.coxswain.scheduler.snapshot;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.apimachinery.selector.Selector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
  }

  private static final class Place {
    int nodes;
    int pods;
  }

  private final Query query;
  private final Map<String, Place> places = new HashMap<>();
  // How many places have how many pods.
  private final TreeMap<Integer, Integer> sizes = new TreeMap<>();
  private long total;

  PodCounts(Query query) {
    this.query = query;
  }

  /// The pods in the place; 0 where no node is.
  public int in(String place) {
    var found = places.get(place);
    return found == null ? 0 : found.pods;
  }

  public boolean contains(String place) {
    return places.containsKey(place);
  }

  /// How many places there are.
  public int places() {
    return places.size();
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
    places.forEach((name, place) -> consumer.accept(name, place.pods));
  }

  public Query query() {
    return query;
  }

  void addNode(NodeView node) {
    placeOf(node)
        .ifPresent(name -> {
          var place = places.computeIfAbsent(name, _ -> newPlace());
          place.nodes++;
          node.pods().stream().filter(query::matches).forEach(_ -> change(place, 1));
        });
  }

  void removeNode(NodeView node) {
    placeOf(node)
        .ifPresent(name -> {
          var place = places.get(name);
          node.pods().stream().filter(query::matches).forEach(_ -> change(place, -1));
          place.nodes--;
          if (place.nodes == 0) {
            places.remove(name);
            count(place.pods, -1);
          }
        });
  }

  /// A pod came to the node or left it.
  void changePod(NodeView node, PodView pod, int by) {
    if (query.matches(pod)) {
      placeOf(node).map(places::get).ifPresent(place -> change(place, by));
    }
  }

  private Optional<String> placeOf(NodeView node) {
    var place =
        query.topologyKey().equals(BY_NODE) ? node.name() : node.labels().get(query.topologyKey());
    return place == null || !query.nodes().admits(node.node())
        ? Optional.empty()
        : Optional.of(place);
  }

  private Place newPlace() {
    count(0, 1);
    return new Place();
  }

  private void change(Place place, int by) {
    count(place.pods, -1);
    place.pods += by;
    count(place.pods, 1);
    total += by;
  }

  private void count(int size, int by) {
    sizes.merge(size, by, (a, b) -> a + b == 0 ? null : Integer.valueOf(a + b));
  }
}
