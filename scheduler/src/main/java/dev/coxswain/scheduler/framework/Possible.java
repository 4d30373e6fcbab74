package dev.coxswain.scheduler.framework;

import dev.coxswain.scheduler.snapshot.NodeView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// The nodes that a pod may go to, and where they are among the snapshot's.
final class Possible {
  private final List<NodeView> nodes;
  private int[] positions;

  Possible(int expected) {
    nodes = new ArrayList<>(expected);
    positions = new int[expected];
  }

  void add(NodeView node, int position) {
    if (nodes.size() == positions.length) {
      positions = Arrays.copyOf(positions, 2 * positions.length + 1);
    }
    positions[nodes.size()] = position;
    nodes.add(node);
  }

  int size() {
    return nodes.size();
  }

  List<NodeView> nodes() {
    return Collections.unmodifiableList(nodes);
  }

  NodeView node(int i) {
    return nodes.get(i);
  }

  /// The position in the snapshot.
  int position(int i) {
    return positions[i];
  }
}
