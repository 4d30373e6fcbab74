package dev.coxswain.scheduler.framework;

import java.util.Collection;
import java.util.HashMap;

/// Why no node will do, in upstream's words.
public final class Rejections {
  public static final String NO_NODES = "no nodes available to schedule pods";

  private Rejections() {}

  /// `0/3 nodes are available: 1 Insufficient cpu, 2 node(s) were unschedulable.`
  public static String message(int nodes, Collection<Verdict> verdicts) {
    var counts = new HashMap<String, Integer>();
    verdicts.forEach(v -> v.reasons().forEach(reason -> counts.merge(reason, 1, Integer::sum)));
    var reasons =
        counts.entrySet().stream().map(e -> e.getValue() + " " + e.getKey()).sorted().toList();
    return everywhere(nodes, String.join(", ", reasons));
  }

  /// The same reason for all nodes, uncounted: `0/3 nodes are available: the claim is gone.`
  static String everywhere(int nodes, String reason) {
    var start = "0/" + nodes + " nodes are available:";
    return reason.isEmpty() ? start : start + " " + reason + ".";
  }
}
