package dev.coxswain.scheduler.snapshot;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The places of one topology: nodes whose label has the same value are one place. Places have
/// small numbers, which stay theirs; nodes are meant by their positions in the order of nodes.
final class Topology {
  /// The number of no place.
  static final int NOWHERE = -1;

  // From how many on a set is cheaper than a list.
  private static final int FEW = 64;

  private final String key;
  private final NodeOrder order;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> names = new ArrayList<>();
  // What follows holds for one version of the order: all positions, place after place.
  private long version = -1;
  private int[] positions = {};
  private int[] starts = {0};
  private final Map<Integer, BitSet> crowds = new HashMap<>();
  private BitSet nowhere = new BitSet();
  private BitSet somewhere = new BitSet();

  /// A topology.
  ///
  /// @param key the label, or [PodCounts#BY_NODE]
  Topology(String key, NodeOrder order) {
    this.key = key;
    this.order = order;
  }

  /// The number of the node's place, a new one if nobody was there before; or [#NOWHERE].
  int place(NodeView node) {
    var name = name(node);
    return name == null ? NOWHERE : numbers.computeIfAbsent(name, this::number);
  }

  /// The number of a place, or [#NOWHERE] if there never was a node.
  int place(String name) {
    return numbers.getOrDefault(name, NOWHERE);
  }

  String name(int place) {
    return names.get(place);
  }

  /// All numbers are below this one.
  int places() {
    return names.size();
  }

  /// Adds the nodes that are in the place of this name now.
  void addNodes(String name, BitSet found) {
    // Before, nobody may have been told the numbers of new places.
    refresh();
    addNodes(place(name), found);
  }

  /// Adds the nodes that are in the place now.
  void addNodes(int place, BitSet found) {
    refresh();
    if (place < 0 || place + 1 >= starts.length) {
      return;
    }
    if (starts[place + 1] - starts[place] > FEW) {
      found.or(crowd(place));
    } else {
      for (int i = starts[place]; i < starts[place + 1]; i++) {
        found.set(positions[i]);
      }
    }
  }

  /// Takes the nodes out that are in the place now.
  void removeNodes(int place, BitSet from) {
    refresh();
    if (starts[place + 1] - starts[place] > FEW) {
      from.andNot(crowd(place));
    } else {
      for (int i = starts[place]; i < starts[place + 1]; i++) {
        from.clear(positions[i]);
      }
    }
  }

  /// The nodes without the label. Not to be changed.
  BitSet nowhere() {
    refresh();
    return nowhere;
  }

  /// The nodes with the label. Not to be changed.
  BitSet somewhere() {
    refresh();
    return somewhere;
  }

  private BitSet crowd(int place) {
    return crowds.computeIfAbsent(
        place,
        _ -> {
          var crowd = new BitSet();
          for (int i = starts[place]; i < starts[place + 1]; i++) {
            crowd.set(positions[i]);
          }
          return crowd;
        });
  }

  private void refresh() {
    var all = order.nodes();
    if (version == order.version()) {
      return;
    }
    version = order.version();
    nowhere = new BitSet();
    var placeAt = new int[all.size()];
    for (int position = 0; position < placeAt.length; position++) {
      placeAt[position] = place(all.get(position));
      if (placeAt[position] == NOWHERE) {
        nowhere.set(position);
      }
    }
    somewhere = (BitSet) nowhere.clone();
    somewhere.flip(0, placeAt.length);
    crowds.clear();
    starts = starts(placeAt);
    positions = new int[placeAt.length];
    var next = starts.clone();
    for (int position = 0; position < placeAt.length; position++) {
      if (placeAt[position] != NOWHERE) {
        positions[next[placeAt[position]]++] = position;
      }
    }
  }

  private int[] starts(int[] placeAt) {
    var starts = new int[places() + 1];
    for (int place : placeAt) {
      if (place != NOWHERE) {
        starts[place + 1]++;
      }
    }
    for (int place = 0; place < places(); place++) {
      starts[place + 1] += starts[place];
    }
    return starts;
  }

  private String name(NodeView node) {
    return key.equals(PodCounts.BY_NODE) ? node.name() : node.labels().get(key);
  }

  private int number(String name) {
    names.add(name);
    return names.size() - 1;
  }
}
