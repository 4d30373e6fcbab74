package dev.coxswain.cloudcontrollermanager.service;

import dev.coxswain.api.core.v1.Node;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Which nodes balancers may send traffic to. Pure.
///
/// Not the ready ones only: a balancer checks itself which of its nodes answer, and connections
/// through a node that is unwell for a moment should live.
public final class BalancerNodes {
  private static final String EXCLUDED = "node.kubernetes.io/exclude-from-external-load-balancers";
  private static final String LEAVING = "ToBeDeletedByClusterAutoscaler";
  private static final int MOST_NAMES = 20;

  private BalancerNodes() {}

  public static List<Node> of(List<Node> nodes) {
    return nodes.stream().filter(BalancerNodes::takesPart).toList();
  }

  private static boolean takesPart(Node node) {
    return !node.getMetadata().hasDeletionTimestamp()
        && !isExcluded(node)
        && node.getSpec().getTaintsList().stream().noneMatch(t -> t.getKey().equals(LEAVING));
  }

  /// Whether the change of a node may concern balancers.
  static boolean differ(Node before, Node after) {
    return takesPart(before) != takesPart(after)
        || !before.getSpec().getProviderID().equals(after.getSpec().getProviderID());
  }

  private static boolean isExcluded(Node node) {
    return node.getMetadata().containsLabels(EXCLUDED);
  }

  /// The nodes as balancers tell them apart: provider's ids by name.
  static Map<String, String> identities(List<Node> nodes) {
    return nodes.stream()
        .collect(
            Collectors.toMap(n -> n.getMetadata().getName(), n -> n.getSpec().getProviderID()));
  }

  /// The names for a message, as Go prints a list.
  static String names(List<Node> nodes) {
    var names =
        nodes.stream().limit(MOST_NAMES).map(n -> n.getMetadata().getName()).sorted().toList();
    int more = nodes.size() - names.size();
    return "[" + String.join(" ", names) + (more > 0 ? " <" + more + " more>" : "") + "]";
  }
}
