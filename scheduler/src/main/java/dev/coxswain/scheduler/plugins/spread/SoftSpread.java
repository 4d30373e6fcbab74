package dev.coxswain.scheduler.plugins.spread;

import dev.coxswain.scheduler.framework.ScorePlugin;
import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodCounts;
import dev.coxswain.scheduler.snapshot.PodView;
import dev.coxswain.scheduler.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// The constraints that would better hold, and how pods are spread now.
final class SoftSpread {
  private static final long IGNORED = -1;

  /// A constraint and its counts.
  ///
  /// @param weight more for topologies with more places, where single pods matter less
  private record Wish(Constraint constraint, PodCounts counts, double weight) {
    double of(NodeView node) {
      var key = counts.query().topologyKey();
      var place = key.equals(PodCounts.BY_NODE) ? node.name() : node.labels().get(key);
      return place == null ? 0 : counts.in(place) * weight + (constraint.maxSkew() - 1);
    }
  }

  private final List<Wish> wishes;
  private final List<String> keys;

  private SoftSpread(List<Wish> wishes, List<String> keys) {
    this.wishes = wishes;
    this.keys = keys;
  }

  /// Where a pod is spread.
  ///
  /// @param nodes those that are left
  /// @param allKeys whether nodes without one of the labels are out of the question
  static SoftSpread of(
      PodView pod,
      List<Constraint> constraints,
      List<NodeView> nodes,
      boolean allKeys,
      Snapshot snapshot) {
    var keys =
        allKeys
            ? constraints.stream().map(Constraint::topologyKey).distinct().sorted().toList()
            : List.<String>of();
    var counted = nodes.stream().filter(node -> hasAll(node, keys)).toList();
    var wishes = new ArrayList<Wish>(constraints.size());
    for (var constraint : constraints) {
      boolean byNode = constraint.topologyKey().equals(Constraint.HOSTNAME);
      var query = byNode ? constraint.queryByNode(pod) : constraint.query(pod, keys);
      int places = byNode ? counted.size() : places(counted, constraint.topologyKey());
      wishes.add(new Wish(constraint, snapshot.count(query), Math.log(places + 2.0)));
    }
    return new SoftSpread(wishes, keys);
  }

  /// The fuller the node's places are, the more.
  long score(NodeView node) {
    if (!hasAll(node, keys)) {
      return IGNORED;
    }
    double score = 0;
    for (var wish : wishes) {
      score += wish.of(node);
    }
    return Math.round(score);
  }

  /// Turns scores around: the emptiest places get the most.
  static void normalize(long[] scores) {
    long least = Long.MAX_VALUE;
    long most = 0;
    for (long score : scores) {
      if (score != IGNORED) {
        least = Math.min(least, score);
        most = Math.max(most, score);
      }
    }
    for (int i = 0; i < scores.length; i++) {
      if (scores[i] == IGNORED) {
        scores[i] = 0;
      } else if (most == 0) {
        scores[i] = ScorePlugin.MAX;
      } else {
        scores[i] = ScorePlugin.MAX * (most + least - scores[i]) / most;
      }
    }
  }

  private static boolean hasAll(NodeView node, List<String> keys) {
    for (var key : keys) {
      if (!node.labels().containsKey(key)) {
        return false;
      }
    }
    return true;
  }

  private static int places(List<NodeView> nodes, String key) {
    var places = new HashSet<String>();
    for (var node : nodes) {
      var place = node.labels().get(key);
      if (place != null) {
        places.add(place);
      }
    }
    return places.size();
  }
}
