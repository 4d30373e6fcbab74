package dev.coxswain.scheduler.plugins.spread;

import dev.coxswain.api.core.v1.TopologySpreadConstraint;
import dev.coxswain.apimachinery.selector.Operator;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.scheduler.plugins.affinity.RequiredNodes;
import dev.coxswain.scheduler.snapshot.PodCounts;
import dev.coxswain.scheduler.snapshot.PodTerm;
import dev.coxswain.scheduler.snapshot.PodView;
import java.util.List;
import java.util.Optional;

/// How unevenly pods of a kind may be spread over a topology.
///
/// @param maxSkew by how many pods a place may be ahead of the emptiest one
/// @param minDomains as long as there are fewer places, the emptiest one counts as empty
/// @param honorsAffinity whether only nodes count that the pod could go to
/// @param honorsTaints whether only nodes count whose taints the pod tolerates
record Constraint(
    int maxSkew,
    String topologyKey,
    Selector selector,
    int minDomains,
    boolean honorsAffinity,
    boolean honorsTaints) {
  static final String HOSTNAME = "kubernetes.io/hostname";
  private static final String HONOR = "Honor";

  static Constraint of(PodView pod, TopologySpreadConstraint constraint) {
    var selector =
        constraint.hasLabelSelector()
            ? PodTerm.with(
                Selector.of(constraint.getLabelSelector()),
                pod.labels(),
                constraint.getMatchLabelKeysList(),
                Operator.IN)
            : Selector.nothing();
    return of(constraint, selector);
  }

  static Constraint of(TopologySpreadConstraint constraint, Selector selector) {
    return new Constraint(
        constraint.getMaxSkew(),
        constraint.getTopologyKey(),
        selector,
        constraint.hasMinDomains() ? constraint.getMinDomains() : 1,
        !constraint.hasNodeAffinityPolicy() || constraint.getNodeAffinityPolicy().equals(HONOR),
        constraint.hasNodeTaintsPolicy() && constraint.getNodeTaintsPolicy().equals(HONOR));
  }

  /// What to count to know how pods are spread now.
  ///
  /// @param keys labels that a node must have to count
  PodCounts.Query query(PodView pod, List<String> keys) {
    var nodes =
        new EligibleNodes(
            keys,
            honorsAffinity ? RequiredNodes.of(pod) : RequiredNodes.ANY,
            honorsTaints
                ? Optional.of(pod.pod().getSpec().getTolerationsList())
                : Optional.empty());
    return query(pod, topologyKey, nodes);
  }

  /// The same pods on each node by itself.
  PodCounts.Query queryByNode(PodView pod) {
    return query(pod, PodCounts.BY_NODE, PodCounts.NodeFilter.ALL);
  }

  private PodCounts.Query query(PodView pod, String key, PodCounts.NodeFilter nodes) {
    var group = new PodCounts.Group(Optional.of(List.of(pod.key().namespace())), selector);
    return new PodCounts.Query(List.of(group), false, key, nodes);
  }
}
