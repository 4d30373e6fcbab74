package dev.coxswain.controllermanager.daemonset;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.NodeSelectorRequirement;
import dev.coxswain.api.core.v1.NodeSelectorTerm;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.apimachinery.selector.Selector;
import java.util.Map;

/// Whether a pod may be on a node, by its own wishes. Pure.
final class NodeMatch {
  private NodeMatch() {}

  static boolean matches(PodSpec spec, Node node) {
    var named = spec.getNodeName();
    if (!named.isEmpty() && !named.equals(node.getMetadata().getName())) {
      return false;
    }
    if (!Selector.ofMap(spec.getNodeSelectorMap()).matches(node.getMetadata().getLabelsMap())) {
      return false;
    }
    var affinity = spec.getAffinity().getNodeAffinity();
    return !affinity.hasRequiredDuringSchedulingIgnoredDuringExecution()
        || affinity
            .getRequiredDuringSchedulingIgnoredDuringExecution()
            .getNodeSelectorTermsList()
            .stream()
            .anyMatch(term -> matches(term, node));
  }

  private static boolean matches(NodeSelectorTerm term, Node node) {
    if (term.getMatchExpressionsCount() + term.getMatchFieldsCount() == 0) {
      return false;
    }
    var fields = Map.of("metadata.name", node.getMetadata().getName());
    return term.getMatchExpressionsList().stream()
            .allMatch(r -> matches(r, node.getMetadata().getLabelsMap()))
        && term.getMatchFieldsList().stream().allMatch(r -> matches(r, fields));
  }

  private static boolean matches(NodeSelectorRequirement requirement, Map<String, String> values) {
    var value = values.get(requirement.getKey());
    return switch (requirement.getOperator()) {
      case "In" -> value != null && requirement.getValuesList().contains(value);
      case "NotIn" -> value == null || !requirement.getValuesList().contains(value);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      case "Gt" -> compares(value, requirement) > 0;
      case "Lt" -> compares(value, requirement) < 0;
      default -> false;
    };
  }

  // Positive, negative or zero; zero also when there is nothing to compare.
  private static int compares(String value, NodeSelectorRequirement requirement) {
    try {
      return value == null
          ? 0
          : Long.compare(Long.parseLong(value), Long.parseLong(requirement.getValues(0)));
    } catch (NumberFormatException e) {
      return 0; // A label that is no number is neither greater nor less.
    }
  }
}
