package dev.coxswain.apiserver.registry.apps;

import dev.coxswain.api.apps.v1.DaemonSetSpec;
import dev.coxswain.api.apps.v1.DaemonSetStatus;
import dev.coxswain.api.apps.v1.RollingUpdateDaemonSet;
import dev.coxswain.api.meta.v1.LabelSelector;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.pods.PodTemplateValidation;
import dev.coxswain.apiserver.registry.validation.GoStruct;
import dev.coxswain.apiserver.registry.validation.IntOrStringValidation;
import dev.coxswain.apiserver.registry.validation.LabelSelectorValidation;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;
import java.util.Optional;

/// The rules for daemon sets.
final class DaemonSetValidation {
  private static final FieldPath TEMPLATE = Problems.SPEC.child("template");

  private DaemonSetValidation() {}

  /// @param templateGeneration how often the template changed, as an annotation tells it
  static void check(DaemonSetSpec spec, long templateGeneration, Problems problems) {
    checkSelector(spec, Problems.SPEC.child("selector"), problems);
    PodTemplateValidation.check(spec.getTemplate(), TEMPLATE, problems);
    PodTemplateValidation.checkEndless(spec.getTemplate(), "DaemonSet", TEMPLATE, problems);
    problems.nonNegative(Problems.SPEC.child("minReadySeconds"), spec.getMinReadySeconds());
    problems.nonNegative(Problems.SPEC.child("templateGeneration"), templateGeneration);
    checkStrategy(spec, Problems.SPEC.child("updateStrategy"), problems);
    problems.nonNegative(
        Problems.SPEC.child("revisionHistoryLimit"), spec.getRevisionHistoryLimit());
  }

  static void checkStatus(DaemonSetStatus status, DaemonSetStatus before, Problems problems) {
    new StatusCounts(problems)
        .nonNegative("currentNumberScheduled", status.getCurrentNumberScheduled())
        .nonNegative("numberMisscheduled", status.getNumberMisscheduled())
        .nonNegative("desiredNumberScheduled", status.getDesiredNumberScheduled())
        .nonNegative("numberReady", status.getNumberReady())
        .nonNegative("observedGeneration", status.getObservedGeneration())
        .nonNegative("updatedNumberScheduled", status.getUpdatedNumberScheduled())
        .nonNegative("numberAvailable", status.getNumberAvailable())
        .nonNegative("numberUnavailable", status.getNumberUnavailable())
        .nonNegative("collisionCount", status.getCollisionCount())
        .collisions(status.getCollisionCount(), before.getCollisionCount());
  }

  /// A set without a selector finds nothing, and so not what its template makes.
  private static void checkSelector(DaemonSetSpec spec, FieldPath path, Problems problems) {
    var selector =
        spec.hasSelector() ? Optional.of(spec.getSelector()) : Optional.<LabelSelector>empty();
    selector.ifPresent(s -> LabelSelectorValidation.check(s, path, problems));
    SelectorRules.matcher(selector)
        .ifPresent(
            s -> PodTemplateValidation.checkLabels(spec.getTemplate(), s, TEMPLATE, problems));
    if (selector.filter(LabelSelectorValidation::isEmpty).isPresent()) {
      problems.invalid(path, spec.getSelector(), "empty selector is invalid for daemonset");
    }
  }

  private static void checkStrategy(DaemonSetSpec spec, FieldPath path, Problems problems) {
    var strategy = spec.getUpdateStrategy();
    switch (strategy.getType()) {
      case "OnDelete" -> {}
      case "RollingUpdate" -> checkRolling(spec, path.child("rollingUpdate"), problems);
      default ->
          problems.notSupported(
              path,
              GoStruct.of()
                  .with("Type", strategy.getType())
                  .with(
                      "RollingUpdate",
                      strategy.hasRollingUpdate() ? shown(strategy.getRollingUpdate()) : null)
                  .tree(),
              List.of("RollingUpdate", "OnDelete"));
    }
  }

  private static GoStruct shown(RollingUpdateDaemonSet rolling) {
    return GoStruct.of()
        .with("MaxUnavailable", rolling.getMaxUnavailable())
        .with("MaxSurge", rolling.getMaxSurge());
  }

  private static void checkRolling(DaemonSetSpec spec, FieldPath path, Problems problems) {
    var rolling = spec.getUpdateStrategy().getRollingUpdate();
    var unavailable = rolling.getMaxUnavailable();
    var surge = rolling.getMaxSurge();
    IntOrStringValidation.checkPositive(unavailable, path.child("maxUnavailable"), problems);
    IntOrStringValidation.checkPositive(surge, path.child("maxSurge"), problems);
    IntOrStringValidation.checkAtMostWhole(unavailable, path.child("maxUnavailable"), problems);
    IntOrStringValidation.checkAtMostWhole(surge, path.child("maxSurge"), problems);
    boolean noneMissing = IntOrStringValidation.isZero(unavailable);
    boolean noneMore = IntOrStringValidation.isZero(surge);
    if (noneMissing && noneMore) {
      problems.required(path.child("maxUnavailable"), "cannot be 0 when maxSurge is 0");
    } else if (!noneMissing && !noneMore) {
      problems.invalid(
          path.child("maxSurge"),
          IntOrStringValidation.shown(surge),
          "may not be set when maxUnavailable is non-zero");
    }
  }
}
