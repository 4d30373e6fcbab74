package dev.coxswain.scheduler.plugins.spread;

import dev.coxswain.scheduler.framework.CycleState;
import dev.coxswain.scheduler.framework.Verdict;
import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodCounts;
import dev.coxswain.scheduler.snapshot.PodView;
import dev.coxswain.scheduler.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The constraints that must hold, and how pods are spread now. The counts are the snapshot's own;
/// what is only imagined is noted beside them.
final class HardSpread implements CycleState.Changing {
  private static final Verdict UNEVEN =
      Verdict.unschedulable("node(s) didn't match pod topology spread constraints");
  private static final Verdict NOWHERE =
      Verdict.unresolvable(
          "node(s) didn't match pod topology spread constraints (missing required label)");

  /// A constraint and its counts.
  ///
  /// @param self 1 if the pod is one of those that are counted
  private record Rule(Constraint constraint, PodCounts counts, int self) {}

  private final List<Rule> rules;
  private final List<Map<String, Integer>> imagined;

  private HardSpread(List<Rule> rules, List<Map<String, Integer>> imagined) {
    this.rules = rules;
    this.imagined = imagined;
  }

  static HardSpread of(PodView pod, List<Constraint> constraints, Snapshot snapshot) {
    var keys = constraints.stream().map(Constraint::topologyKey).distinct().sorted().toList();
    var rules = new ArrayList<Rule>(constraints.size());
    var imagined = new ArrayList<Map<String, Integer>>(constraints.size());
    for (var constraint : constraints) {
      int self = constraint.selector().matches(pod.labels()) ? 1 : 0;
      rules.add(new Rule(constraint, snapshot.count(constraint.query(pod, keys)), self));
      imagined.add(Map.of());
    }
    return new HardSpread(rules, imagined);
  }

  Verdict on(NodeView node) {
    for (int i = 0; i < rules.size(); i++) {
      var rule = rules.get(i);
      var place = node.labels().get(rule.constraint().topologyKey());
      if (place == null) {
        return NOWHERE;
      }
      int there = rule.counts().in(place) + imagined.get(i).getOrDefault(place, 0);
      if (there + rule.self() - fewest(i) > rule.constraint().maxSkew()) {
        return UNEVEN;
      }
    }
    return Verdict.SUCCESS;
  }

  /// What [#on] says of whole places.
  void exclude(BitSet excluded) {
    for (int i = 0; i < rules.size(); i++) {
      var rule = rules.get(i);
      rule.counts().addNodesNowhere(excluded);
      rule.counts().addNodesAbove(rule.constraint().maxSkew() - rule.self() + fewest(i), excluded);
    }
  }

  private int fewest(int i) {
    var counts = rules.get(i).counts();
    if (counts.places() < rules.get(i).constraint().minDomains()) {
      return 0;
    }
    var changes = imagined.get(i);
    if (changes.isEmpty()) {
      return counts.fewest();
    }
    int[] fewest = {Integer.MAX_VALUE};
    counts.forEach(
        (place, pods) -> fewest[0] = Math.min(fewest[0], pods + changes.getOrDefault(place, 0)));
    return counts.places() == 0 ? 0 : fewest[0];
  }

  /// Imagines a pod on a node, or that it was not there.
  ///
  /// @param by 1 or -1
  void imagine(PodView other, NodeView node, int by) {
    for (int i = 0; i < rules.size(); i++) {
      var query = rules.get(i).counts().query();
      var place = node.labels().get(query.topologyKey());
      if (place != null && query.matches(other) && query.nodes().admits(node.node())) {
        var changes = new HashMap<>(imagined.get(i));
        changes.merge(place, by, Integer::sum);
        imagined.set(i, changes);
      }
    }
  }

  @Override
  public HardSpread copy() {
    return new HardSpread(rules, new ArrayList<>(imagined));
  }
}
