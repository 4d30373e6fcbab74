package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.core.v1.PodAffinityTerm;
import dev.coxswain.api.core.v1.TopologySpreadConstraint;
import dev.coxswain.api.meta.v1.LabelSelector;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.HashSet;
import java.util.List;

/// The rules for keys whose values a pod takes over into its selectors.
final class LabelKeys {
  private static final String TWICE = "exists in both matchLabelKeys and labelSelector";

  private LabelKeys() {}

  static void checkTerm(PodAffinityTerm term, FieldPath path, Problems problems) {
    var match = term.getMatchLabelKeysList();
    var mismatch = term.getMismatchLabelKeysList();
    boolean selects = term.hasLabelSelector();
    check(match, selects, path.child("matchLabelKeys"), problems);
    check(mismatch, selects, path.child("mismatchLabelKeys"), problems);
    // Upstream shows the place in the list as one in the term.
    checkApart(match, term.getLabelSelector(), path, problems);
    for (int i = 0; i < match.size(); i++) {
      if (mismatch.contains(match.get(i))) {
        problems.invalid(
            path.child("matchLabelKeys").index(i),
            match.get(i),
            "exists in both matchLabelKeys and mismatchLabelKeys");
      }
    }
  }

  static void checkConstraint(
      TopologySpreadConstraint constraint, FieldPath path, Problems problems) {
    var keys = constraint.getMatchLabelKeysList();
    check(keys, constraint.hasLabelSelector(), path, problems);
    checkApart(keys, constraint.getLabelSelector(), path, problems);
  }

  private static void check(List<String> keys, boolean selects, FieldPath path, Problems problems) {
    if (keys.isEmpty()) {
      return;
    }
    if (!selects) {
      problems.forbidden(path, "must not be specified when labelSelector is not set");
      return;
    }
    for (int i = 0; i < keys.size(); i++) {
      problems.invalid(path.index(i), keys.get(i), Names.isQualifiedName(keys.get(i)));
    }
  }

  /// The selector already has what the keys stand for: each key may occur once in it.
  private static void checkApart(
      List<String> keys, LabelSelector selector, FieldPath path, Problems problems) {
    var selected = new HashSet<>(selector.getMatchLabelsMap().keySet());
    for (var expression : selector.getMatchExpressionsList()) {
      int at = keys.lastIndexOf(expression.getKey());
      if (!selected.add(expression.getKey()) && at >= 0) {
        problems.invalid(path.index(at), expression.getKey(), TWICE);
      }
    }
  }
}
