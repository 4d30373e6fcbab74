package dev.coxswain.apiserver.registry.apps;

import dev.coxswain.api.core.v1.PodTemplateSpec;
import dev.coxswain.api.meta.v1.LabelSelector;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.pods.PodTemplateValidation;
import dev.coxswain.apiserver.registry.validation.LabelSelectorValidation;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.Optional;

/// The rules for how a workload finds its pods.
final class SelectorRules {
  private SelectorRules() {}

  /// The selector and the template that it must select, of deployments and replica sets.
  static void check(
      Optional<LabelSelector> selector,
      PodTemplateSpec template,
      FieldPath spec,
      Problems problems) {
    checkSelector(selector, "deployment", spec.child("selector"), problems);
    matcher(selector, spec.child("selector"), problems)
        .ifPresent(matcher ->
            PodTemplateValidation.checkSelected(
                template, matcher, "ReplicaSet", spec.child("template"), problems));
  }

  /// The selector alone, which must be there and name something.
  ///
  /// @param kind as the message about an empty selector names it
  static void checkSelector(
      Optional<LabelSelector> selector, String kind, FieldPath path, Problems problems) {
    if (selector.isEmpty()) {
      problems.required(path);
      return;
    }
    LabelSelectorValidation.check(selector.get(), path, problems);
    if (LabelSelectorValidation.isEmpty(selector.get())) {
      problems.invalid(path, selector.get(), "empty selector is invalid for " + kind);
    }
  }

  private static Optional<Selector> matcher(
      Optional<LabelSelector> selector, FieldPath path, Problems problems) {
    var matcher = matcher(selector);
    if (matcher.isEmpty()) {
      problems.invalid(path, selector.orElseThrow(), "invalid label selector");
    }
    return matcher;
  }

  /// What the selector finds: nothing without one; empty if it means nothing at all.
  static Optional<Selector> matcher(Optional<LabelSelector> selector) {
    return selector.isPresent()
        ? LabelSelectorValidation.matcher(selector.get())
        : Optional.of(Selector.nothing());
  }
}
