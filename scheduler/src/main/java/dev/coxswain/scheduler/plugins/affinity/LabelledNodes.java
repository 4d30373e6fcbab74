package dev.coxswain.scheduler.plugins.affinity;

import dev.coxswain.apimachinery.selector.Requirement;
import dev.coxswain.scheduler.snapshot.Snapshot;
import java.util.BitSet;
import java.util.Optional;

/// Finds the nodes that meet a requirement on a label without looking at each.
final class LabelledNodes {
  private LabelledNodes() {}

  /// The nodes, by their positions; absent where only looking helps.
  ///
  /// @param count how many nodes there are
  static Optional<BitSet> of(Requirement requirement, Snapshot snapshot, int count) {
    return switch (requirement.operator()) {
      case IN, EQUALS, DOUBLE_EQUALS -> Optional.of(withValue(requirement, snapshot));
      case NOT_IN, NOT_EQUALS -> Optional.of(others(withValue(requirement, snapshot), count));
      case EXISTS -> Optional.of(others(without(requirement, snapshot), count));
      case DOES_NOT_EXIST -> Optional.of(without(requirement, snapshot));
      case GREATER_THAN, LESS_THAN -> Optional.empty();
    };
  }

  /// Whether the nodes are found without looking at each.
  static boolean isFound(Requirement requirement) {
    return switch (requirement.operator()) {
      case GREATER_THAN, LESS_THAN -> false;
      default -> true;
    };
  }

  private static BitSet withValue(Requirement requirement, Snapshot snapshot) {
    var nodes = new BitSet();
    requirement.values().forEach(value -> snapshot.addNodesWith(requirement.key(), value, nodes));
    return nodes;
  }

  private static BitSet without(Requirement requirement, Snapshot snapshot) {
    var nodes = new BitSet();
    snapshot.addNodesWithout(requirement.key(), nodes);
    return nodes;
  }

  private static BitSet others(BitSet nodes, int count) {
    nodes.flip(0, count);
    return nodes;
  }
}
