package dev.coxswain.scheduler.snapshot;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The nodes, zone after zone in turns: whoever looks at some in a row sees all zones.
final class NodeOrder {
  private static final String REGION = "topology.kubernetes.io/region";
  private static final String ZONE = "topology.kubernetes.io/zone";

  private final Map<String, TreeMap<String, NodeView>> zones = new TreeMap<>();
  private final Map<String, Integer> positions = new HashMap<>();
  private final Map<String, String> zoneOf = new HashMap<>();
  private List<NodeView> ordered = new ArrayList<>();
  // By position: a number that is another one whenever the node there is.
  private long[] revisions = {};
  private long lastRevision;
  private boolean stale;
  private long version;

  void put(NodeView node) {
    var zone = zone(node);
    var before = zoneOf.put(node.name(), zone);
    if (before != null && !before.equals(zone)) {
      drop(before, node.name());
    }
    zones.computeIfAbsent(zone, _ -> new TreeMap<>()).put(node.name(), node);
    if (before == null || !before.equals(zone) || stale) {
      stale = true;
      version++;
      return;
    }
    int position = positions.get(node.name());
    var last = ordered.set(position, node);
    revisions[position] = ++lastRevision;
    if (!last.isPlacedLike(node)) {
      version++;
    }
  }

  void remove(NodeView node) {
    drop(zoneOf.remove(node.name()), node.name());
    stale = true;
    version++;
  }

  List<NodeView> nodes() {
    if (stale) {
      rebuild();
      stale = false;
    }
    return Collections.unmodifiableList(ordered);
  }

  /// Changes whenever a node's position does, or what rules and topology go by.
  long version() {
    return version;
  }

  /// A number that changes whenever the node at this position of [#nodes] becomes another one, or
  /// changes; positive.
  long revision(int position) {
    return revisions[position];
  }

  private void drop(String zone, String name) {
    var nodes = zones.get(zone);
    nodes.remove(name);
    if (nodes.isEmpty()) {
      zones.remove(zone);
    }
  }

  private void rebuild() {
    ordered = new ArrayList<>(zoneOf.size());
    var turns = new ArrayList<>(zones.values().stream().map(z -> z.values().iterator()).toList());
    while (!turns.isEmpty()) {
      turns.removeIf(turn -> !turn.hasNext());
      turns.forEach(turn -> ordered.add(turn.next()));
    }
    positions.clear();
    revisions = new long[ordered.size()];
    for (int i = 0; i < revisions.length; i++) {
      positions.put(ordered.get(i).name(), i);
      revisions[i] = ++lastRevision;
    }
  }

  private static String zone(NodeView node) {
    var labels = node.labels();
    return labels.getOrDefault(REGION, "") + "\0" + labels.getOrDefault(ZONE, "");
  }
}
