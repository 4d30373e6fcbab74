package dev.coxswain.scheduler.plugins.interpod;

import dev.coxswain.scheduler.framework.CycleState;
import dev.coxswain.scheduler.framework.Verdict;
import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodCounts;
import dev.coxswain.scheduler.snapshot.PodCounts.Query;
import dev.coxswain.scheduler.snapshot.PodTerm;
import dev.coxswain.scheduler.snapshot.PodView;
import dev.coxswain.scheduler.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What one pod's required terms, and the required anti-affinity of others, mean for each node.
///
/// The counts are the snapshot's own; what is only imagined is noted beside them.
final class Neighbours implements CycleState.Changing {
  private static final Verdict ALONE =
      Verdict.unresolvable("node(s) didn't match pod affinity rules");
  private static final Verdict CROWDED =
      Verdict.unschedulable("node(s) didn't match pod anti-affinity rules");
  private static final Verdict UNWANTED =
      Verdict.unschedulable("node(s) didn't satisfy existing pods anti-affinity rules");

  private enum Rule {
    TOGETHER,
    APART,
    OTHERS
  }

  private record Place(Rule rule, String topologyKey, String name) {}

  private final PodView pod;
  private final Namespaces namespaces;
  private final List<Places> unwanted;
  private final List<PodCounts> together;
  private final List<PodCounts> apart;
  private final Map<Place, Integer> imagined;

  private Neighbours(
      PodView pod,
      Namespaces namespaces,
      List<Places> unwanted,
      List<PodCounts> together,
      List<PodCounts> apart,
      Map<Place, Integer> imagined) {
    this.pod = pod;
    this.namespaces = namespaces;
    this.unwanted = unwanted;
    this.together = together;
    this.apart = apart;
    this.imagined = imagined;
  }

  static Neighbours of(PodView pod, Namespaces namespaces, Snapshot snapshot) {
    var unwanted = new Places.Sum();
    var labels = namespaces.labels(pod.key().namespace());
    unwanted.add(snapshot.apart().matching(pod, labels), 1);
    var terms = pod.affinities().together();
    var all = terms.stream().map(namespaces::group).toList();
    var together = new ArrayList<PodCounts>(terms.size());
    for (var term : terms) {
      together.add(snapshot.count(query(all, term)));
    }
    var apart = new ArrayList<PodCounts>();
    for (var term : pod.affinities().apart()) {
      apart.add(snapshot.count(query(List.of(namespaces.group(term)), term)));
    }
    return new Neighbours(pod, namespaces, unwanted.places(), together, apart, new HashMap<>());
  }

  /// Whether every node is fine as long as nothing is imagined.
  boolean saysNothing() {
    return together.isEmpty() && apart.isEmpty() && unwanted.isEmpty();
  }

  Verdict on(NodeView node) {
    if (!isWithFriends(node)) {
      return ALONE;
    }
    if (isAmongFoes(node)) {
      return CROWDED;
    }
    return isUnwanted(node) ? UNWANTED : Verdict.SUCCESS;
  }

  /// What [#on] says of whole places.
  void exclude(Snapshot snapshot, BitSet excluded) {
    boolean first = !together.isEmpty() && isFirst() && meansItself();
    for (var counts : together) {
      counts.addNodesNowhere(excluded);
      if (!first) {
        counts.addEmptyNodes(excluded);
      }
    }
    apart.forEach(counts -> counts.addNodesAbove(0, excluded));
    for (var places : unwanted) {
      places
          .weights()
          .forEach((name, weight) -> {
            if (weight > 0) {
              snapshot.addNodesWith(places.topologyKey(), name, excluded);
            }
          });
    }
  }

  /// The first of a group of pods that want to be together may go wherever there is a place.
  private boolean isWithFriends(NodeView node) {
    boolean found = true;
    for (var counts : together) {
      var key = counts.query().topologyKey();
      var place = node.labels().get(key);
      if (place == null) {
        return false;
      }
      found &= counts.in(place) + imagined(Rule.TOGETHER, key, place) > 0;
    }
    return found || (isFirst() && meansItself());
  }

  private boolean isFirst() {
    for (var counts : together) {
      if (counts.total() + imaginedInAll(counts.query().topologyKey()) > 0) {
        return false;
      }
    }
    return true;
  }

  private boolean meansItself() {
    var labels = namespaces.labels(pod.key().namespace());
    return pod.affinities().together().stream().allMatch(term -> term.matches(pod, labels));
  }

  private boolean isAmongFoes(NodeView node) {
    for (var counts : apart) {
      var key = counts.query().topologyKey();
      var place = node.labels().get(key);
      if (place != null && counts.in(place) + imagined(Rule.APART, key, place) > 0) {
        return true;
      }
    }
    return false;
  }

  private boolean isUnwanted(NodeView node) {
    for (var places : unwanted) {
      if (places.of(node.labels()) + imagined(node, places.topologyKey()) > 0) {
        return true;
      }
    }
    return !imagined.isEmpty() && isUnwantedByImagined(node);
  }

  private boolean isUnwantedByImagined(NodeView node) {
    return imagined.entrySet().stream()
        .filter(e -> e.getKey().rule() == Rule.OTHERS && e.getValue() > 0)
        .map(Map.Entry::getKey)
        .filter(
            place -> unwanted.stream().noneMatch(p -> p.topologyKey().equals(place.topologyKey)))
        .anyMatch(place -> place.name().equals(node.labels().get(place.topologyKey())));
  }

  private int imagined(NodeView node, String key) {
    var place = node.labels().get(key);
    return place == null ? 0 : imagined(Rule.OTHERS, key, place);
  }

  private int imagined(Rule rule, String key, String place) {
    return imagined.isEmpty() ? 0 : imagined.getOrDefault(new Place(rule, key, place), 0);
  }

  private int imaginedInAll(String key) {
    return imagined.entrySet().stream()
        .filter(e -> e.getKey().rule() == Rule.TOGETHER && e.getKey().topologyKey().equals(key))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /// Imagines a pod on a node, or that it was not there.
  ///
  /// @param by 1 or -1
  void imagine(PodView other, NodeView node, int by) {
    var otherLabels = namespaces.labels(other.key().namespace());
    var terms = pod.affinities().together();
    if (!terms.isEmpty() && terms.stream().allMatch(t -> t.matches(other, otherLabels))) {
      terms.forEach(term -> imagine(Rule.TOGETHER, term, node, by));
    }
    pod.affinities().apart().stream()
        .filter(term -> term.matches(other, otherLabels))
        .forEach(term -> imagine(Rule.APART, term, node, by));
    var own = namespaces.labels(pod.key().namespace());
    other.affinities().apart().stream()
        .filter(term -> term.matches(pod, own))
        .forEach(term -> imagine(Rule.OTHERS, term, node, by));
  }

  private void imagine(Rule rule, PodTerm term, NodeView node, int by) {
    var place = node.labels().get(term.topologyKey());
    if (place != null) {
      imagined.merge(new Place(rule, term.topologyKey(), place), by, Integer::sum);
    }
  }

  @Override
  public Neighbours copy() {
    return new Neighbours(pod, namespaces, unwanted, together, apart, new HashMap<>(imagined));
  }

  private static Query query(List<PodCounts.Group> groups, PodTerm term) {
    return new Query(groups, true, term.topologyKey(), PodCounts.NodeFilter.ALL);
  }
}
