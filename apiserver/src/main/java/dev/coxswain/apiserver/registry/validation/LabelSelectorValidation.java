package dev.coxswain.apiserver.registry.validation;

import dev.coxswain.api.meta.v1.LabelSelector;
import dev.coxswain.api.meta.v1.LabelSelectorRequirement;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import java.util.Optional;

/// The rules for label selectors in objects.
public final class LabelSelectorValidation {
  private LabelSelectorValidation() {}

  public static void check(LabelSelector selector, FieldPath path, Problems problems) {
    ObjectMetaValidation.checkLabels(
        selector.getMatchLabelsMap(), path.child("matchLabels"), problems);
    for (int i = 0; i < selector.getMatchExpressionsCount(); i++) {
      checkRequirement(
          selector.getMatchExpressions(i),
          path.child("matchExpressions").index(i),
          false,
          problems);
    }
  }

  public static boolean isEmpty(LabelSelector selector) {
    return selector.getMatchLabelsCount() + selector.getMatchExpressionsCount() == 0;
  }

  /// What the selector means; empty if it cannot mean anything.
  public static Optional<Selector> matcher(LabelSelector selector) {
    try {
      return Optional.of(Selector.of(selector));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// @param anyOperator whether an operator that nobody knows is let through, for newer clients
  public static void checkRequirement(
      LabelSelectorRequirement requirement,
      FieldPath path,
      boolean anyOperator,
      Problems problems) {
    boolean known =
        SelectorOperators.check(
            requirement.getOperator(), requirement.getValuesCount(), path, problems);
    if (!known && !anyOperator) {
      problems.invalid(
          path.child("operator"), requirement.getOperator(), "not a valid selector operator");
    }
    problems.invalid(
        path.child("key"), requirement.getKey(), Names.isQualifiedName(requirement.getKey()));
    for (int i = 0; i < requirement.getValuesCount(); i++) {
      var value = requirement.getValues(i);
      problems.invalid(path.child("values").index(i), value, Names.isValidLabelValue(value));
    }
  }
}
