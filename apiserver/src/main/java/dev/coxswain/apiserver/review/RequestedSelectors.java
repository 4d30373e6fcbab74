package dev.coxswain.apiserver.review;

import dev.coxswain.api.authorization.v1.FieldSelectorAttributes;
import dev.coxswain.api.authorization.v1.LabelSelectorAttributes;
import dev.coxswain.api.authorization.v1.ResourceAttributes;
import dev.coxswain.api.meta.v1.FieldSelectorRequirement;
import dev.coxswain.api.meta.v1.LabelSelector;
import dev.coxswain.api.meta.v1.LabelSelectorRequirement;
import dev.coxswain.apimachinery.selector.FieldSelector;
import dev.coxswain.apimachinery.selector.FieldSelector.Requirement;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.validation.LabelSelectorValidation;
import dev.coxswain.apiserver.registry.validation.Problems;
import dev.coxswain.apiserver.registry.validation.SelectorOperators;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// To which objects a review restricts its question. What cannot be understood is left out, which
/// asks for more, and the answer says so.
///
/// @param fields what is understood of the field selector, as a query would say it
/// @param ignored what the answer says of the rest; empty if all is understood
record RequestedSelectors(String fields, List<String> ignored) {
  private static final String BOTH = "may not specified at the same time as requirements";

  RequestedSelectors {
    ignored = List.copyOf(ignored);
  }

  static RequestedSelectors of(ResourceAttributes attributes) {
    var ignored = new ArrayList<String>();
    var fields = fields(attributes.getFieldSelector(), ignored);
    checkLabels(attributes.getLabelSelector(), ignored);
    return new RequestedSelectors(fields, ignored);
  }

  /// Both ways of saying it, or none, or requirements that contradict themselves.
  static void check(ResourceAttributes attributes, FieldPath path, Problems problems) {
    if (attributes.hasFieldSelector()) {
      var selector = attributes.getFieldSelector();
      var at = path.child("fieldSelector");
      checkWays(selector.getRawSelector(), selector.getRequirementsCount(), at, problems);
      for (int i = 0; i < selector.getRequirementsCount(); i++) {
        check(selector.getRequirements(i), at.child("requirements").index(i), problems);
      }
    }
    if (attributes.hasLabelSelector()) {
      var selector = attributes.getLabelSelector();
      var at = path.child("labelSelector");
      checkWays(selector.getRawSelector(), selector.getRequirementsCount(), at, problems);
      for (int i = 0; i < selector.getRequirementsCount(); i++) {
        LabelSelectorValidation.checkRequirement(
            selector.getRequirements(i), at.child("requirements").index(i), true, problems);
      }
    }
  }

  private static void checkWays(String raw, int requirements, FieldPath path, Problems problems) {
    if (!raw.isEmpty() && requirements > 0) {
      problems.invalid(path.child("rawSelector"), raw, BOTH);
    }
    if (raw.isEmpty() && requirements == 0) {
      problems.required(
          path.child("requirements"),
          "when %s is specified, requirements or rawSelector is required".formatted(path));
    }
  }

  private static void check(
      FieldSelectorRequirement requirement, FieldPath path, Problems problems) {
    if (requirement.getKey().isEmpty()) {
      problems.required(path.child("key"), "must be specified");
    }
    // An operator that nobody knows is let through: whoever asks may be newer.
    SelectorOperators.check(
        requirement.getOperator(), requirement.getValuesCount(), path, problems);
  }

  private static String fields(FieldSelectorAttributes selector, List<String> ignored) {
    if (selector.getRequirementsCount() > 0) {
      var understood =
          selector.getRequirementsList().stream()
              .flatMap(requirement -> understood(requirement).stream())
              .toList();
      note("fieldSelector", understood.size(), selector.getRequirementsCount(), ignored);
      return FieldSelector.of(understood).toString();
    }
    try {
      return FieldSelector.parse(selector.getRawSelector()).toString();
    } catch (IllegalArgumentException _) {
      note("fieldSelector", 0, 1, ignored);
      return "";
    }
  }

  private static Optional<Requirement> understood(FieldSelectorRequirement requirement) {
    boolean in = requirement.getOperator().equals("In");
    return requirement.getValuesCount() == 1 && (in || requirement.getOperator().equals("NotIn"))
        ? Optional.of(new Requirement(requirement.getKey(), in, requirement.getValues(0)))
        : Optional.empty();
  }

  /// No authorizer of ours looks at labels; the answer says what it would not have understood.
  private static void checkLabels(LabelSelectorAttributes selector, List<String> ignored) {
    if (selector.getRequirementsCount() > 0) {
      long understood =
          selector.getRequirementsList().stream().filter(RequestedSelectors::isLabels).count();
      note("labelSelector", understood, selector.getRequirementsCount(), ignored);
      return;
    }
    try {
      Selector.parse(selector.getRawSelector());
    } catch (IllegalArgumentException _) {
      note("labelSelector", 0, 1, ignored);
    }
  }

  private static boolean isLabels(LabelSelectorRequirement requirement) {
    var selector = LabelSelector.newBuilder().addMatchExpressions(requirement).build();
    return LabelSelectorValidation.matcher(selector).isPresent();
  }

  private static void note(String which, long understood, int asked, List<String> ignored) {
    if (understood < asked) {
      ignored.add(
          "spec.resourceAttributes.%s %signored due to parse error"
              .formatted(which, understood > 0 ? "partially " : ""));
    }
  }
}
