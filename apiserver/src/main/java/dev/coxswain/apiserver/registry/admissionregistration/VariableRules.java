package dev.coxswain.apiserver.registry.admissionregistration;

import dev.coxswain.api.admissionregistration.v1.Variable;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;

/// The rules for variables of policies.
final class VariableRules {
  private VariableRules() {}

  static void check(List<Variable> variables, FieldPath path, Problems problems) {
    for (int i = 0; i < variables.size(); i++) {
      var variable = variables.get(i);
      var at = path.index(i);
      if (variable.getName().isEmpty()) {
        problems.required(at.child("name"), "name is not specified");
      } else if (!Names.isCIdentifier(variable.getName()).isEmpty()) {
        problems.invalid(
            at.child("name"), variable.getName(), "name is not a valid CEL identifier");
      }
      if (variable.getExpression().isBlank()) {
        problems.required(at.child("expression"), "expression is not specified");
      }
    }
  }
}
