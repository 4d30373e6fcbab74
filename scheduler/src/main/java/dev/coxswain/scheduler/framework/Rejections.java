package dev.coxswain.scheduler.framework;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/// Why no node will do, in upstream's words.
public final class Rejections {
  public static final String NO_NODES = "no nodes available to schedule pods";

  private Rejections() {}

  /// `0/3 nodes are available: 1 Insufficient cpu, 2 node(s) were unschedulable.`
  public static String message(int nodes, Collection<Verdict> verdicts) {
    var counts = new TreeMap<String, Integer>();
    verdicts.forEach(v -> v.reasons().forEach(reason -> counts.merge(reason, 1, Integer::sum)));
    return message(nodes, counts);
  }

  static String message(int nodes, Map<String, Integer> counts) {
    var reasons =
        counts.entrySet().stream().map(e -> e.getValue() + " " + e.getKey()).sorted().toList();
    return "0/" + nodes + " nodes are available: " + String.join(", ", reasons) + ".";
  }
}
