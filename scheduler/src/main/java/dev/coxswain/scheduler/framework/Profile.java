package dev.coxswain.scheduler.framework;

import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodView;
import dev.coxswain.scheduler.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/// Plugins strung up under the name that pods ask for with `schedulerName`, and the decision that
/// they make together.
///
/// One thread decides at a time. Nodes are filtered in a circle that goes on where the last
/// decision stopped, and no more than enough of them: all of up to a hundred, fewer per cent the
/// larger the cluster, as upstream.
public final class Profile {
  private static final int ENOUGH_AT_LEAST = 100;
  private static final int MIN_PERCENT = 5;

  /// A plugin's preference and how much it counts.
  public record Weighted(ScorePlugin plugin, int weight) {}

  private final String schedulerName;
  private final PluginSet plugins;
  private final RandomGenerator random;
  private int next;

  public Profile(String schedulerName, PluginSet plugins, RandomGenerator random) {
    this.schedulerName = schedulerName;
    this.plugins = plugins;
    this.random = random;
  }

  public String schedulerName() {
    return schedulerName;
  }

  public PluginSet plugins() {
    return plugins;
  }

  /// Chooses a node for the pod.
  public Decision decide(PodView pod, Snapshot snapshot) {
    var nodes = snapshot.nodes();
    if (nodes.isEmpty()) {
      return new Decision.Unschedulable(Rejections.NO_NODES, Set.of());
    }
    var state = new CycleState();
    var filters = new ArrayList<>(plugins.filters());
    for (var plugin : plugins.preFilters()) {
      var verdict = plugin.preFilter(state, pod, snapshot);
      if (verdict.isRejection()) {
        return rejectedEverywhere(state, pod, nodes, verdict, plugin);
      }
      if (verdict.code() == Verdict.Code.SKIP) {
        filters.removeIf(filter -> filter.name().equals(plugin.name()));
      }
    }
    var filtering = new Filtering(filters.toArray(FilterPlugin[]::new), state, pod, nodes);
    var feasible = filtering.run();
    return feasible.isEmpty()
        ? unschedulable(state, pod, nodes, filtering.verdicts(), filtering.rejecters())
        : new Decision.Placed(best(state, pod, feasible), state);
  }

  private Decision rejectedEverywhere(
      CycleState state, PodView pod, List<NodeView> nodes, Verdict verdict, Plugin plugin) {
    var verdicts = new ArrayList<Verdict>(nodes.size());
    nodes.forEach(_ -> verdicts.add(verdict));
    return unschedulable(state, pod, nodes, verdicts, Set.of(plugin.name()));
  }

  private Decision unschedulable(
      CycleState state,
      PodView pod,
      List<NodeView> nodes,
      List<Verdict> verdicts,
      Set<String> rejecters) {
    var ways =
        plugins.postFilters().stream()
            .map(plugin -> plugin.postFilter(state, pod, nodes, verdicts))
            .filter(found -> !found.isEmpty())
            .toList();
    var reasons = Rejections.message(nodes.size(), verdicts);
    var message = ways.isEmpty() ? reasons : reasons + " " + String.join(", ", ways);
    return new Decision.Unschedulable(message, rejecters);
  }

  private NodeView best(CycleState state, PodView pod, List<NodeView> feasible) {
    if (feasible.size() == 1) {
      return feasible.getFirst();
    }
    var totals = scores(state, pod, feasible);
    int best = 0;
    int ties = 1;
    for (int i = 1; i < totals.length; i++) {
      if (totals[i] > totals[best]) {
        best = i;
        ties = 1;
      } else if (totals[i] == totals[best] && random.nextInt(++ties) == 0) {
        best = i;
      }
    }
    return feasible.get(best);
  }

  private long[] scores(CycleState state, PodView pod, List<NodeView> feasible) {
    var skipped = new TreeSet<String>();
    for (var plugin : plugins.preScores()) {
      if (plugin.preScore(state, pod, feasible).code() == Verdict.Code.SKIP) {
        skipped.add(plugin.name());
      }
    }
    var totals = new long[feasible.size()];
    var scores = new long[feasible.size()];
    for (var weighted : plugins.scores()) {
      var plugin = weighted.plugin();
      if (!skipped.contains(plugin.name())) {
        Arrays.setAll(scores, i -> plugin.score(state, pod, feasible.get(i)));
        plugin.normalize(state, pod, scores);
        for (int i = 0; i < totals.length; i++) {
          totals[i] += scores[i] * weighted.weight();
        }
      }
    }
    return totals;
  }

  /// How many possible nodes are enough to choose from.
  static int enough(int nodes) {
    if (nodes <= ENOUGH_AT_LEAST) {
      return nodes;
    }
    int percent = Math.max(MIN_PERCENT, 50 - nodes / 125);
    return Math.max(ENOUGH_AT_LEAST, nodes * percent / 100);
  }

  /// One pass over the nodes.
  private final class Filtering {
    private final FilterPlugin[] filters;
    private final CycleState state;
    private final PodView pod;
    private final List<NodeView> nodes;
    private final Verdict[] verdicts;
    private final boolean[] rejected;

    Filtering(FilterPlugin[] filters, CycleState state, PodView pod, List<NodeView> nodes) {
      this.filters = filters;
      this.state = state;
      this.pod = pod;
      this.nodes = nodes;
      this.verdicts = new Verdict[nodes.size()];
      this.rejected = new boolean[filters.length];
    }

    List<NodeView> run() {
      int count = nodes.size();
      int enough = enough(count);
      var feasible = new ArrayList<NodeView>(Math.min(enough, 64));
      int seen = 0;
      for (; seen < count && feasible.size() < enough; seen++) {
        int index = (next + seen) % count;
        verdicts[index] = filter(nodes.get(index));
        if (!verdicts[index].isRejection()) {
          feasible.add(nodes.get(index));
        }
      }
      next = (next + seen) % count;
      return feasible;
    }

    private Verdict filter(NodeView node) {
      for (int i = 0; i < filters.length; i++) {
        var verdict = filters[i].filter(state, pod, node);
        if (verdict.isRejection()) {
          rejected[i] = true;
          return verdict;
        }
      }
      return Verdict.SUCCESS;
    }

    List<Verdict> verdicts() {
      return Arrays.asList(verdicts);
    }

    Set<String> rejecters() {
      var names = new TreeSet<String>();
      for (int i = 0; i < filters.length; i++) {
        if (rejected[i]) {
          names.add(filters[i].name());
        }
      }
      return names;
    }
  }
}
