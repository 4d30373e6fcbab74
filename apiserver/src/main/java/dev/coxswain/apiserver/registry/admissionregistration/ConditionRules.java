package dev.coxswain.apiserver.registry.admissionregistration;

import dev.coxswain.api.admissionregistration.v1.MatchCondition;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.HashSet;
import java.util.List;

/// The rules for conditions that requests must meet before a webhook or a policy is asked.
final class ConditionRules {
  private static final int MAX = 64;

  private ConditionRules() {}

  static void check(List<MatchCondition> conditions, FieldPath path, Problems problems) {
    if (conditions.size() > MAX) {
      problems.tooMany(path, conditions.size(), MAX);
    }
    var names = new HashSet<String>();
    for (int i = 0; i < conditions.size(); i++) {
      var condition = conditions.get(i);
      var at = path.index(i);
      if (condition.getExpression().isBlank()) {
        problems.required(at.child("expression"));
      }
      var name = condition.getName();
      if (name.isEmpty()) {
        problems.required(at.child("name"));
      } else {
        problems.invalid(at.child("name"), name, Names.isQualifiedName(name));
        if (!names.add(name)) {
          problems.duplicate(at.child("name"), name);
        }
      }
    }
  }
}
