package dev.coxswain.apiserver.registry.storage;

import dev.coxswain.api.core.v1.TopologySelectorLabelRequirement;
import dev.coxswain.api.core.v1.TopologySelectorTerm;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The rules for where volumes of a class may be.
final class TopologyTermValidation {
  private TopologyTermValidation() {}

  static void check(List<TopologySelectorTerm> terms, FieldPath path, Problems problems) {
    var seen = new HashSet<Map<String, Set<String>>>();
    for (int i = 0; i < terms.size(); i++) {
      var meant = new HashMap<String, Set<String>>();
      var expressions = terms.get(i).getMatchLabelExpressionsList();
      for (int j = 0; j < expressions.size(); j++) {
        var at = path.index(i).child("matchLabelExpressions").index(j);
        checkRequirement(expressions.get(j), meant, at, problems);
      }
      // A term that asks for nothing is never the first of its sort.
      if (!seen.add(meant) || meant.isEmpty()) {
        problems.duplicate(path.index(i).child("matchLabelExpressions"), "");
      }
    }
  }

  private static void checkRequirement(
      TopologySelectorLabelRequirement requirement,
      Map<String, Set<String>> meant,
      FieldPath path,
      Problems problems) {
    var values = new HashSet<String>();
    if (requirement.getValuesCount() == 0) {
      problems.required(path.child("values"));
    }
    for (int i = 0; i < requirement.getValuesCount(); i++) {
      if (!values.add(requirement.getValues(i))) {
        problems.duplicate(path.child("values").index(i), requirement.getValues(i));
      }
    }
    problems.invalid(
        path.child("key"), requirement.getKey(), Names.isQualifiedName(requirement.getKey()));
    if (meant.put(requirement.getKey(), values) != null) {
      problems.duplicate(path.child("key"), requirement.getKey());
    }
  }
}
