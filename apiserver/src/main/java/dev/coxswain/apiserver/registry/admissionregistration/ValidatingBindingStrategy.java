package dev.coxswain.apiserver.registry.admissionregistration;

import dev.coxswain.api.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.extensions.ExtensionTables;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.HashSet;
import java.util.List;

/// Where a validating policy holds, and what a violation leads to.
public final class ValidatingBindingStrategy
    extends GenericStrategy<ValidatingAdmissionPolicyBinding> {
  private static final List<String> ACTIONS = List.of("Audit", "Deny", "Warn");

  public ValidatingBindingStrategy(ResourceType resource) {
    super(resource, ExtensionTables.VALIDATING_BINDINGS);
  }

  @Override
  public boolean allowUnconditionalUpdate() {
    return false;
  }

  @Override
  protected void check(
      ValidatingAdmissionPolicyBinding binding, StrategyContext context, Problems problems) {
    var spec = binding.getSpec();
    PolicyMatching.checkPolicyName(spec.getPolicyName(), problems);
    if (spec.hasParamRef()) {
      PolicyMatching.checkParameters(spec.getParamRef(), problems);
    }
    if (spec.hasMatchResources()) {
      // Clients know the field by this misspelling.
      PolicyMatching.check(
          spec.getMatchResources(), Problems.SPEC.child("matchResouces"), problems);
    }
    checkActions(spec.getValidationActionsList(), problems);
  }

  private static void checkActions(List<String> actions, Problems problems) {
    var path = Problems.SPEC.child("validationActions");
    if (actions.isEmpty()) {
      problems.required(path, "at least one validation action is required");
    }
    var seen = new HashSet<String>();
    for (int i = 0; i < actions.size(); i++) {
      problems.oneOf(path.index(i), actions.get(i), ACTIONS);
      if (!seen.add(actions.get(i))) {
        problems.duplicate(path.index(i), actions.get(i));
      }
    }
    if (seen.containsAll(List.of("Deny", "Warn"))) {
      problems.invalid(
          path,
          List.copyOf(actions),
          "must not contain both Deny and Warn (repeating the same validation failure information"
              + " in the API response and headers serves no purpose)");
    }
  }
}
