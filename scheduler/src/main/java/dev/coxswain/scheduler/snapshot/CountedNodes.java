package dev.coxswain.scheduler.snapshot;

import java.util.Arrays;

/// The nodes of each place of a topology whose pods count; shared by all who count there.
final class CountedNodes {
  /// What tells them apart.
  record Query(String topologyKey, PodCounts.NodeFilter filter) {}

  private final Topology topology;
  private final PodCounts.NodeFilter filter;
  private int[] nodes = {};
  private int places;
  private int users;

  CountedNodes(Topology topology, PodCounts.NodeFilter filter) {
    this.topology = topology;
    this.filter = filter;
  }

  Topology topology() {
    return topology;
  }

  /// The place of the node, or [Topology#NOWHERE] if it has none or does not count.
  int place(NodeView node) {
    int place = topology.place(node);
    return place != Topology.NOWHERE && filter.admits(node.node()) ? place : Topology.NOWHERE;
  }

  /// How many nodes the place has.
  int at(int place) {
    return place < nodes.length ? nodes[place] : 0;
  }

  /// How many places have nodes.
  int places() {
    return places;
  }

  void add(NodeView node) {
    int place = place(node);
    if (place == Topology.NOWHERE) {
      return;
    }
    if (place >= nodes.length) {
      nodes = Arrays.copyOf(nodes, Math.max(topology.places(), nodes.length + nodes.length / 2));
    }
    if (nodes[place]++ == 0) {
      places++;
    }
  }

  void remove(NodeView node) {
    int place = place(node);
    if (place != Topology.NOWHERE && --nodes[place] == 0) {
      places--;
    }
  }

  /// One more or less counts here.
  ///
  /// @param by 1 or -1
  /// @return how many do now
  int use(int by) {
    users += by;
    return users;
  }
}
