package dev.coxswain.apiserver.registry.admissionregistration;

import dev.coxswain.api.admissionregistration.v1.AuditAnnotation;
import dev.coxswain.api.admissionregistration.v1.ValidatingAdmissionPolicy;
import dev.coxswain.api.admissionregistration.v1.Validation;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.extensions.ExtensionTables;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.HashSet;
import java.util.List;

/// Policies that refuse objects by expressions.
public final class ValidatingPolicyStrategy extends GenericStrategy<ValidatingAdmissionPolicy> {
  private static final List<String> REASONS =
      List.of("Forbidden", "Invalid", "RequestEntityTooLarge", "Unauthorized");
  private static final String NOTHING = "validations or auditAnnotations must be specified";
  private static final int MAX_ANNOTATIONS = 20;

  public ValidatingPolicyStrategy(ResourceType resource) {
    super(resource, ExtensionTables.VALIDATING_POLICIES);
  }

  @Override
  public boolean allowUnconditionalUpdate() {
    return false;
  }

  @Override
  protected void check(
      ValidatingAdmissionPolicy policy, StrategyContext context, Problems problems) {
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
    if (spec.getValidationsCount() + spec.getAuditAnnotationsCount() == 0) {
      problems.required(Problems.SPEC.child("validations"), NOTHING);
      problems.required(Problems.SPEC.child("auditAnnotations"), NOTHING);
      return;
    }
    for (int i = 0; i < spec.getValidationsCount(); i++) {
      checkValidation(
          spec.getValidations(i), Problems.SPEC.child("validations").index(i), problems);
    }
    checkAnnotations(
        spec.getAuditAnnotationsList(), Problems.SPEC.child("auditAnnotations"), problems);
  }

  private static void checkValidation(Validation rule, FieldPath path, Problems problems) {
    if (rule.getExpression().isBlank()) {
      problems.required(path.child("expression"), "expression is not specified");
    }
    var message = rule.getMessageExpression();
    if (!message.isEmpty() && message.isBlank()) {
      problems.invalid(path.child("messageExpression"), message, "must be non-empty if specified");
    }
    var text = rule.getMessage();
    if (!text.isEmpty() && text.isBlank()) {
      problems.invalid(path.child("message"), text, "message must be non-empty if specified");
    } else if (text.strip().contains("\n")) {
      problems.invalid(path.child("message"), text, "message must not contain line breaks");
    } else if (text.isEmpty() && rule.getExpression().strip().contains("\n")) {
      problems.required(
          path.child("message"), "message must be specified if expression contains line breaks");
    }
    if (rule.hasReason()) {
      problems.oneOf(path.child("reason"), rule.getReason(), REASONS);
    }
  }

  private static void checkAnnotations(
      List<AuditAnnotation> annotations, FieldPath path, Problems problems) {
    if (annotations.size() > MAX_ANNOTATIONS) {
      problems.invalid(
          path,
          annotations.stream().map(a -> a.getKey()).toList(),
          "must not have more than " + MAX_ANNOTATIONS + " auditAnnotations");
    }
    var keys = new HashSet<String>();
    for (int i = 0; i < annotations.size(); i++) {
      var annotation = annotations.get(i);
      var at = path.index(i);
      problems.invalid(
          at.child("key"), annotation.getKey(), Names.isQualifiedName(annotation.getKey()));
      if (annotation.getValueExpression().isBlank()) {
        problems.required(at.child("valueExpression"), "valueExpression is not specified");
      }
      if (!keys.add(annotation.getKey())) {
        problems.duplicate(at.child("key"), annotation.getKey());
      }
    }
  }
}
