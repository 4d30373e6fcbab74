package dev.coxswain.apiserver.registry.policy;

import dev.coxswain.api.policy.v1.PodDisruptionBudget;
import dev.coxswain.api.policy.v1.PodDisruptionBudgetSpec;
import dev.coxswain.api.util.intstr.IntOrString;
import dev.coxswain.apimachinery.intstr.IntOrStrings;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.Table;
import dev.coxswain.apiserver.registry.validation.ConditionValidation;
import dev.coxswain.apiserver.registry.validation.GoStruct;
import dev.coxswain.apiserver.registry.validation.IntOrStringValidation;
import dev.coxswain.apiserver.registry.validation.LabelSelectorValidation;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;

/// Pod disruption budgets.
public final class DisruptionBudgetStrategy extends GenericStrategy<PodDisruptionBudget> {
  private static final List<String> EVICTION = List.of("AlwaysAllow", "IfHealthyBudget");
  private static final String NOT_SET = "N/A";
  private static final Table<PodDisruptionBudget> TABLE =
      Table.of(PodDisruptionBudget.class)
          .text(
              "Min Available",
              "How many pods must stay.",
              b ->
                  b.getSpec().hasMinAvailable()
                      ? IntOrStrings.text(b.getSpec().getMinAvailable())
                      : NOT_SET)
          .text(
              "Max Unavailable",
              "How many pods may be missing.",
              b ->
                  b.getSpec().hasMaxUnavailable()
                      ? IntOrStrings.text(b.getSpec().getMaxUnavailable())
                      : NOT_SET)
          .number(
              "Allowed Disruptions",
              "How many pods may be evicted now.",
              b -> (long) b.getStatus().getDisruptionsAllowed())
          .age()
          .build();

  public DisruptionBudgetStrategy(ResourceType resource) {
    super(resource, TABLE);
  }

  @Override
  protected void check(PodDisruptionBudget budget, StrategyContext context, Problems problems) {
    var spec = budget.getSpec();
    if (spec.hasMinAvailable() && spec.hasMaxUnavailable()) {
      problems.invalid(
          Problems.SPEC, shown(spec), "minAvailable and maxUnavailable cannot be both set");
    }
    if (spec.hasMinAvailable()) {
      checkBound(spec.getMinAvailable(), Problems.SPEC.child("minAvailable"), problems);
    }
    if (spec.hasMaxUnavailable()) {
      checkBound(spec.getMaxUnavailable(), Problems.SPEC.child("maxUnavailable"), problems);
    }
    if (spec.hasSelector()) {
      LabelSelectorValidation.check(spec.getSelector(), Problems.SPEC.child("selector"), problems);
    }
    if (spec.hasUnhealthyPodEvictionPolicy()) {
      problems.oneOf(
          Problems.SPEC.child("unhealthyPodEvictionPolicy"),
          spec.getUnhealthyPodEvictionPolicy(),
          EVICTION);
    }
  }

  @Override
  protected void checkStatusUpdate(
      PodDisruptionBudget updated,
      PodDisruptionBudget existing,
      StrategyContext context,
      Problems problems) {
    var status = updated.getStatus();
    ConditionValidation.check(
        status.getConditionsList(), Problems.STATUS.child("conditions"), problems);
    problems.nonNegative(
        Problems.STATUS.child("disruptionsAllowed"), status.getDisruptionsAllowed());
    problems.nonNegative(Problems.STATUS.child("currentHealthy"), status.getCurrentHealthy());
    problems.nonNegative(Problems.STATUS.child("desiredHealthy"), status.getDesiredHealthy());
    problems.nonNegative(Problems.STATUS.child("expectedPods"), status.getExpectedPods());
  }

  @Override
  public boolean allowUnconditionalUpdate() {
    return false;
  }

  private static void checkBound(IntOrString bound, FieldPath path, Problems problems) {
    IntOrStringValidation.checkPositive(bound, path, problems);
    IntOrStringValidation.checkAtMostWhole(bound, path, problems);
  }

  private static Object shown(PodDisruptionBudgetSpec spec) {
    return GoStruct.of()
        .with("MinAvailable", IntOrStringValidation.shown(spec.getMinAvailable()))
        .with("Selector", spec.hasSelector() ? spec.getSelector() : null)
        .with("MaxUnavailable", IntOrStringValidation.shown(spec.getMaxUnavailable()))
        .with(
            "UnhealthyPodEvictionPolicy",
            spec.hasUnhealthyPodEvictionPolicy() ? spec.getUnhealthyPodEvictionPolicy() : null)
        .tree();
  }
}
