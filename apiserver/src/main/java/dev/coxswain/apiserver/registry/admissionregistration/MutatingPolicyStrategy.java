package dev.coxswain.apiserver.registry.admissionregistration;

import dev.coxswain.api.admissionregistration.v1.MutatingAdmissionPolicy;
import dev.coxswain.api.admissionregistration.v1.Mutation;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.extensions.ExtensionTables;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;

/// Policies that change objects by expressions.
public final class MutatingPolicyStrategy extends GenericStrategy<MutatingAdmissionPolicy> {
  private static final List<String> PATCHES = List.of("ApplyConfiguration", "JSONPatch");
  private static final List<String> REINVOCATION = List.of("IfNeeded", "Never");

  public MutatingPolicyStrategy(ResourceType resource) {
    super(resource, ExtensionTables.MUTATING_POLICIES);
  }

  @Override
  public boolean allowUnconditionalUpdate() {
    return false;
  }

  @Override
  protected void check(MutatingAdmissionPolicy policy, StrategyContext context, Problems problems) {
    var spec = policy.getSpec();
    PolicyMatching.checkFailure(spec.getFailurePolicy(), spec.hasFailurePolicy(), problems);
    if (spec.hasParamKind()) {
      PolicyMatching.checkKind(spec.getParamKind(), problems);
    }
    PolicyMatching.checkConstraints(
        spec.hasMatchConstraints(), spec.getMatchConstraints(), problems);
    ConditionRules.check(
        spec.getMatchConditionsList(), Problems.SPEC.child("matchConditions"), problems);
    VariableRules.check(spec.getVariablesList(), Problems.SPEC.child("variables"), problems);
    var mutations = Problems.SPEC.child("mutations");
    if (spec.getMutationsCount() == 0) {
      problems.required(mutations, "mutations must contain at least one item");
    }
    for (int i = 0; i < spec.getMutationsCount(); i++) {
      checkMutation(spec.getMutations(i), mutations.index(i), problems);
    }
    var reinvocation = Problems.SPEC.child("reinvocationPolicy");
    if (spec.getReinvocationPolicy().isEmpty()) {
      problems.required(reinvocation);
    } else {
      problems.oneOf(reinvocation, spec.getReinvocationPolicy(), REINVOCATION);
    }
  }

  private static void checkMutation(Mutation mutation, FieldPath path, Problems problems) {
    switch (mutation.getPatchType()) {
      case "" -> problems.required(path.child("patchType"));
      case "ApplyConfiguration" -> {
        checkExpression(
            mutation.hasApplyConfiguration(),
            mutation.getApplyConfiguration().getExpression(),
            path.child("applyConfiguration"),
            "ApplyConfiguration",
            problems);
        if (mutation.hasJsonPatch()) {
          problems.forbidden(
              path.child("jsonPatch"),
              "must not be specified when patchType is ApplyConfiguration");
        }
      }
      case "JSONPatch" -> {
        checkExpression(
            mutation.hasJsonPatch(),
            mutation.getJsonPatch().getExpression(),
            path.child("jsonPatch"),
            "JSONPatch",
            problems);
        if (mutation.hasApplyConfiguration()) {
          problems.forbidden(
              path.child("applyConfiguration"),
              "must not be specified when patchType is JSONPatch");
        }
      }
      default -> problems.notSupported(path.child("patchType"), mutation.getPatchType(), PATCHES);
    }
  }

  private static void checkExpression(
      boolean set, String expression, FieldPath path, String type, Problems problems) {
    if (!set) {
      problems.required(path, "must be specified when patchType is " + type);
    } else if (expression.isBlank()) {
      problems.required(path.child("expression"), "expression is not specified");
    }
  }
}
