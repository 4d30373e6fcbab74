package dev.coxswain.scheduler.plugins.affinity;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.NodeSelectorRequirement;
import dev.coxswain.api.core.v1.NodeSelectorTerm;
import dev.coxswain.apimachinery.selector.Operator;
import dev.coxswain.apimachinery.selector.Requirement;
import dev.coxswain.scheduler.snapshot.Snapshot;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// One term of a node selector: all requirements on labels and on the node's name must hold. An
/// empty one never does.
public record NodeTerm(List<Requirement> labels, List<Requirement> fields) {
  private static final String NAME = "metadata.name";

  public static NodeTerm of(NodeSelectorTerm term) {
    return new NodeTerm(
        requirements(term.getMatchExpressionsList()), requirements(term.getMatchFieldsList()));
  }

  public boolean matches(Node node) {
    if (labels.isEmpty() && fields.isEmpty()) {
      return false;
    }
    var metadata = node.getMetadata();
    return all(labels, metadata.getLabelsMap())
        && (fields.isEmpty() || all(fields, Map.of(NAME, metadata.getName())));
  }

  /// Nodes among which are all that match: those whose labels do.
  BitSet labelled(Snapshot snapshot, int count) {
    var nodes = new BitSet(count);
    if (labels.isEmpty() && fields.isEmpty()) {
      return nodes;
    }
    nodes.set(0, count);
    for (var requirement : labels) {
      LabelledNodes.of(requirement, snapshot, count).ifPresent(nodes::and);
    }
    return nodes;
  }

  /// Whether exactly the [#labelled] nodes match.
  boolean goesByLabelledNodes() {
    return fields.isEmpty() && labels.stream().allMatch(LabelledNodes::isFound);
  }

  /// The only nodes that it can match; absent if it names none.
  Optional<Set<String>> names() {
    Optional<Set<String>> names = Optional.empty();
    for (var field : fields) {
      if (field.key().equals(NAME) && field.operator() == Operator.IN) {
        var these = new TreeSet<>(field.values());
        names.ifPresent(these::retainAll);
        names = Optional.of(these);
      }
    }
    return names;
  }

  private static boolean all(List<Requirement> requirements, Map<String, String> values) {
    for (var requirement : requirements) {
      if (!requirement.matches(values)) {
        return false;
      }
    }
    return true;
  }

  private static List<Requirement> requirements(List<NodeSelectorRequirement> requirements) {
    return requirements.stream()
        .map(r -> new Requirement(r.getKey(), operator(r.getOperator()), r.getValuesList()))
        .toList();
  }

  private static Operator operator(String name) {
    return switch (name) {
      case "In" -> Operator.IN;
      case "NotIn" -> Operator.NOT_IN;
      case "Exists" -> Operator.EXISTS;
      case "DoesNotExist" -> Operator.DOES_NOT_EXIST;
      case "Gt" -> Operator.GREATER_THAN;
      case "Lt" -> Operator.LESS_THAN;
      default ->
          throw new IllegalArgumentException(
              "\"" + name + "\" is not a valid node selector operator");
    };
  }
}
