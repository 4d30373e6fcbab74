package dev.coxswain.scheduler.framework;

import dev.coxswain.scheduler.framework.PluginSet.Weighted;
import dev.coxswain.scheduler.snapshot.PodView;
import dev.coxswain.scheduler.snapshot.Resources;
import dev.coxswain.scheduler.snapshot.Snapshot;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the [ByRequests] plugins of a profile say of nodes, remembered: workloads are many pods
/// that ask for the same, and one placement changes one node.
final class RequestAnswers {
  // More kinds of pods than usually wait at the same time; each takes 16 bytes per node.
  private static final int MOST_SHAPES = 32;

  private record Shape(Resources requests, Resources scoringRequests) {}

  private final PluginSet plugins;
  private final List<FilterPlugin> filters;
  private final Map<Shape, OfShape> known = new LinkedHashMap<>(16, 0.75f, true);

  RequestAnswers(PluginSet plugins) {
    this.plugins = plugins;
    this.filters =
        plugins.filters().stream().filter(filter -> filter instanceof ByRequests).toList();
  }

  /// The answers to pods like this one.
  OfShape of(PodView pod, Snapshot snapshot) {
    var shape = new Shape(pod.requests(), pod.scoringRequests());
    var answers = known.computeIfAbsent(shape, _ -> new OfShape(filters, scores(pod, snapshot)));
    if (known.size() > MOST_SHAPES) {
      known.remove(known.keySet().iterator().next());
    }
    return answers;
  }

  private List<Weighted> scores(PodView pod, Snapshot snapshot) {
    return plugins.scores().stream()
        .filter(weighted -> weighted.plugin() instanceof ByRequests)
        .filter(weighted -> isInterested(weighted.plugin(), pod, snapshot))
        .toList();
  }

  private static boolean isInterested(ScorePlugin plugin, PodView pod, Snapshot snapshot) {
    return !(plugin instanceof PreScorePlugin asked)
        || asked.preScore(new CycleState(), pod, List.of(), snapshot).code() != Verdict.Code.SKIP;
  }

  /// The answers to pods that ask for the same. An answer holds for one revision of the node.
  static final class OfShape {
    private static final long NO = Long.MIN_VALUE;
    private static final CycleState NOTHING = new CycleState();

    private final List<FilterPlugin> filters;
    private final List<Weighted> scores;
    private long[] revisions = {};
    private long[] answers = {};

    private OfShape(List<FilterPlugin> filters, List<Weighted> scores) {
      this.filters = filters;
      this.scores = scores;
    }

    boolean fits(PodView pod, Snapshot snapshot, int position) {
      return answer(pod, snapshot, position) != NO;
    }

    /// The weighted sum of the preferences for a node that fits.
    long preference(PodView pod, Snapshot snapshot, int position) {
      return answer(pod, snapshot, position);
    }

    private long answer(PodView pod, Snapshot snapshot, int position) {
      if (position >= revisions.length) {
        int length = snapshot.nodes().size();
        revisions = Arrays.copyOf(revisions, length);
        answers = Arrays.copyOf(answers, length);
      }
      long revision = snapshot.revision(position);
      if (revisions[position] != revision) {
        answers[position] = ask(pod, snapshot, position);
        revisions[position] = revision;
      }
      return answers[position];
    }

    private long ask(PodView pod, Snapshot snapshot, int position) {
      var node = snapshot.nodes().get(position);
      for (var filter : filters) {
        if (filter.filter(NOTHING, pod, node).isRejection()) {
          return NO;
        }
      }
      long sum = 0;
      for (var weighted : scores) {
        sum += weighted.plugin().score(NOTHING, pod, node) * weighted.weight();
      }
      return sum;
    }
  }
}
