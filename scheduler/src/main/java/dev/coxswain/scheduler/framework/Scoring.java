package dev.coxswain.scheduler.framework;

import dev.coxswain.scheduler.framework.PluginSet.Weighted;
import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodView;
import dev.coxswain.scheduler.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;

/// Adds up what plugins prefer.
final class Scoring {
  private final PluginSet plugins;

  Scoring(PluginSet plugins) {
    this.plugins = plugins;
  }

  boolean isEmpty() {
    return plugins.scores().isEmpty();
  }

  /// The weighted sum of all scores of each node.
  long[] totals(CycleState state, PodView pod, List<NodeView> nodes, Snapshot snapshot) {
    var totals = new long[nodes.size()];
    var scores = new long[nodes.size()];
    for (var weighted : active(state, pod, nodes, snapshot)) {
      score(weighted.plugin(), state, pod, nodes, scores);
      weighted.plugin().normalize(state, pod, nodes, scores);
      for (int i = 0; i < totals.length; i++) {
        totals[i] += scores[i] * weighted.weight();
      }
    }
    return totals;
  }

  private static void score(
      ScorePlugin plugin, CycleState state, PodView pod, List<NodeView> nodes, long[] scores) {
    for (int i = 0; i < scores.length; i++) {
      scores[i] = plugin.score(state, pod, nodes.get(i));
    }
  }

  private List<Weighted> active(
      CycleState state, PodView pod, List<NodeView> nodes, Snapshot snapshot) {
    var skipped = new ArrayList<String>();
    for (var plugin : plugins.preScores()) {
      if (plugin.preScore(state, pod, nodes, snapshot).code() == Verdict.Code.SKIP) {
        skipped.add(plugin.name());
      }
    }
    var active = new ArrayList<Weighted>(plugins.scores().size());
    for (var weighted : plugins.scores()) {
      if (!skipped.contains(weighted.plugin().name())) {
        active.add(weighted);
      }
    }
    return active;
  }
}
