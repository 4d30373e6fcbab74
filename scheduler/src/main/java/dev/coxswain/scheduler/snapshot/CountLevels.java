package dev.coxswain.scheduler.snapshot;

import java.util.BitSet;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;

/// The nodes by the number of pods in their place. Built when first asked for, and kept up to date
/// until nodes come, go or change their labels.
final class CountLevels {
  private final Topology topology;
  private final IntUnaryOperator pods;
  private final LongSupplier version;
  private final TreeMap<Integer, BitSet> levels = new TreeMap<>();
  private long built = -1;

  /// Levels that are not built.
  ///
  /// @param pods how many are in a place
  /// @param version of the order of nodes
  CountLevels(Topology topology, IntUnaryOperator pods, LongSupplier version) {
    this.topology = topology;
    this.pods = pods;
    this.version = version;
  }

  void addAbove(int most, BitSet found) {
    build();
    levels.tailMap(most, false).values().forEach(found::or);
  }

  void addEmpty(BitSet found) {
    build();
    levels.headMap(0, true).values().forEach(found::or);
  }

  /// The place has another number of pods.
  void moved(int place, int before, int after) {
    if (built != version.getAsLong()) {
      built = -1;
      return;
    }
    var left = levels.get(before);
    topology.removeNodes(place, left);
    if (left.isEmpty()) {
      levels.remove(before);
    }
    topology.addNodes(place, level(after));
  }

  private void build() {
    if (built == version.getAsLong()) {
      return;
    }
    levels.clear();
    built = version.getAsLong();
    var empty = level(0);
    empty.or(topology.somewhere());
    for (int place = 0; place < topology.places(); place++) {
      int size = pods.applyAsInt(place);
      if (size != 0) {
        topology.removeNodes(place, empty);
        topology.addNodes(place, level(size));
      }
    }
  }

  private BitSet level(int size) {
    return levels.computeIfAbsent(size, _ -> new BitSet());
  }
}
