package dev.coxswain.scheduler.framework;

import dev.coxswain.scheduler.framework.ExtensionPointTimer.Status;
import dev.coxswain.scheduler.framework.PluginSet.Weighted;
import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodView;
import dev.coxswain.scheduler.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;

/// Adds up what plugins prefer.
final class Scoring {
  private final List<PreScorePlugin> preScores;
  private final List<Weighted> scores;
  private final RequestAnswers answers;
  private final boolean empty;
  private final String profile;
  private final ExtensionPointTimer timer;

  Scoring(String profile, PluginSet plugins, RequestAnswers answers, ExtensionPointTimer timer) {
    this.profile = profile;
    this.timer = timer;
    this.preScores =
        plugins.preScores().stream().filter(plugin -> !(plugin instanceof ByRequests)).toList();
    this.scores =
        plugins.scores().stream()
            .filter(weighted -> !(weighted.plugin() instanceof ByRequests))
            .toList();
    this.answers = answers;
    this.empty = plugins.scores().isEmpty();
  }

  boolean isEmpty() {
    return empty;
  }

  /// The weighted sum of all scores of each node.
  long[] totals(CycleState state, PodView pod, Possible possible, Snapshot snapshot) {
    var nodes = possible.nodes();
    long start = timer.now();
    var active = active(state, pod, nodes, snapshot);
    timer.ran(profile, "PreScore", Status.SUCCESS, start);
    start = timer.now();
    var totals = byRequests(pod, possible, snapshot);
    var scores = new long[active.isEmpty() ? 0 : totals.length];
    for (var weighted : active) {
      score(weighted.plugin(), state, pod, nodes, scores);
      weighted.plugin().normalize(state, pod, nodes, scores);
      for (int i = 0; i < totals.length; i++) {
        totals[i] += scores[i] * weighted.weight();
      }
    }
    timer.ran(profile, "Score", Status.SUCCESS, start);
    return totals;
  }

  private long[] byRequests(PodView pod, Possible possible, Snapshot snapshot) {
    var known = answers.of(pod, snapshot);
    var totals = new long[possible.size()];
    for (int i = 0; i < totals.length; i++) {
      totals[i] = known.preference(pod, snapshot, possible.position(i));
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
    for (var plugin : preScores) {
      if (plugin.preScore(state, pod, nodes, snapshot).code() == Verdict.Code.SKIP) {
        skipped.add(plugin.name());
      }
    }
    var active = new ArrayList<Weighted>(scores.size());
    for (var weighted : scores) {
      if (!skipped.contains(weighted.plugin().name())) {
        active.add(weighted);
      }
    }
    return active;
  }
}
