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

  /// The selector and the template that it must select.
  ///
  /// @param kind as the message about an empty selector names it
  static void check(
      Optional<LabelSelector> selector,
      PodTemplateSpec template,
      String kind,
      FieldPath spec,
      Problems problems) {
    checkSelector(selector, kind, spec.child("selector"), problems);
    matcher(selector, spec.child("selector"), problems)
        .ifPresent(matcher ->
            PodTemplateValidation.checkSelected(
                template, matcher, spec.child("template"), problems));
  }

  private static void checkSelector(
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

  /// Empty if the selector means nothing that could be matched.
  private static Optional<Selector> matcher(
      Optional<LabelSelector> selector, FieldPath path, Problems problems) {
    if (selector.isEmpty()) {
      return Optional.of(Selector.nothing());
    }
    try {
      return Optional.of(Selector.of(selector.get()));
    } catch (IllegalArgumentException _) {
      problems.invalid(path, selector.get(), "invalid label selector");
      return Optional.empty();
    }
  }
}
