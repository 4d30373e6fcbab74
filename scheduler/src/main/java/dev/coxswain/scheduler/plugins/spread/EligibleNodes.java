package dev.coxswain.scheduler.plugins.spread;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Toleration;
import dev.coxswain.scheduler.plugins.affinity.RequiredNodes;
import dev.coxswain.scheduler.plugins.taints.Tolerations;
import dev.coxswain.scheduler.snapshot.PodCounts;
import java.util.List;
import java.util.Optional;

/// The nodes whose pods count when a pod is spread.
///
/// @param keys labels that a node must have
/// @param required what the pod requires of nodes; anything when that does not matter
/// @param tolerations what the pod puts up with; absent when taints do not matter
record EligibleNodes(
    List<String> keys, RequiredNodes required, Optional<List<Toleration>> tolerations)
    implements PodCounts.NodeFilter {

  @Override
  public boolean admits(Node node) {
    var labels = node.getMetadata().getLabelsMap();
    for (var key : keys) {
      if (!labels.containsKey(key)) {
        return false;
      }
    }
    return required.matches(node)
        && (tolerations.isEmpty() || Tolerations.tolerateAll(tolerations.get(), node));
  }
}
