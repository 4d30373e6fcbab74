package dev.coxswain.apiserver.registry.warnings;

import dev.coxswain.api.core.v1.NodeSelectorTerm;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Labels of nodes that have newer names.
final class OldLabels {
  private static final Map<String, String> MESSAGES =
      Map.of(
          "beta.kubernetes.io/arch", since("1.14", "kubernetes.io/arch"),
          "beta.kubernetes.io/os", since("1.14", "kubernetes.io/os"),
          "failure-domain.beta.kubernetes.io/region",
              since("1.17", "topology.kubernetes.io/region"),
          "failure-domain.beta.kubernetes.io/zone", since("1.17", "topology.kubernetes.io/zone"),
          "beta.kubernetes.io/instance-type", since("1.17", "node.kubernetes.io/instance-type"));

  private OldLabels() {}

  /// What to say of the label, if it is an old one.
  static Optional<String> message(String label) {
    return Optional.ofNullable(MESSAGES.get(label));
  }

  static List<String> ofSelector(Map<String, String> selector, FieldPath path) {
    return selector.keySet().stream()
        .sorted()
        .flatMap(key -> message(key).map(m -> path.key(key) + ": " + m).stream())
        .toList();
  }

  /// @param path of the field that has the label as its value
  static Optional<String> ofKey(String label, FieldPath path) {
    return message(label).map(m -> "%s: %s is %s".formatted(path, label, m));
  }

  static List<String> ofTerm(NodeSelectorTerm term, FieldPath path) {
    var warnings = new ArrayList<String>();
    for (int i = 0; i < term.getMatchExpressionsCount(); i++) {
      ofKey(
              term.getMatchExpressions(i).getKey(),
              path.child("matchExpressions").index(i).child("key"))
          .ifPresent(warnings::add);
    }
    return warnings;
  }

  /// A preferred term, whose values may be wrong without being refused.
  static List<String> ofWish(NodeSelectorTerm term, FieldPath path) {
    var warnings = new ArrayList<String>();
    for (int i = 0; i < term.getMatchExpressionsCount(); i++) {
      var expression = term.getMatchExpressions(i);
      var at = path.child("matchExpressions").index(i);
      ofKey(expression.getKey(), at.child("key")).ifPresent(warnings::add);
      for (int v = 0; v < expression.getValuesCount(); v++) {
        var value = expression.getValues(v);
        for (var complaint : Names.isValidLabelValue(value)) {
          warnings.add(
              "%s: %s is invalid, %s".formatted(at.child("values").index(v), value, complaint));
        }
      }
    }
    return warnings;
  }

  private static String since(String version, String label) {
    return "deprecated since v%s; use \"%s\" instead".formatted(version, label);
  }
}
