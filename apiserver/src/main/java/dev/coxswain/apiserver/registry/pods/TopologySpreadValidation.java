package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.core.v1.TopologySpreadConstraint;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.validation.LabelSelectorValidation;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;

/// The rules for spreading pods over domains.
final class TopologySpreadValidation {
  private static final List<String> ACTIONS = List.of("DoNotSchedule", "ScheduleAnyway");
  private static final List<String> INCLUSION = List.of("Honor", "Ignore");

  private TopologySpreadValidation() {}

  static void check(List<TopologySpreadConstraint> constraints, FieldPath path, Problems problems) {
    for (int i = 0; i < constraints.size(); i++) {
      var later = constraints.subList(i + 1, constraints.size());
      checkOne(constraints.get(i), later, path.index(i), problems);
    }
  }

  private static String pair(TopologySpreadConstraint constraint) {
    return "{%s, %s}".formatted(constraint.getTopologyKey(), constraint.getWhenUnsatisfiable());
  }

  private static void checkOne(
      TopologySpreadConstraint constraint,
      List<TopologySpreadConstraint> later,
      FieldPath path,
      Problems problems) {
    if (constraint.getMaxSkew() <= 0) {
      problems.invalid(path.child("maxSkew"), constraint.getMaxSkew(), "must be greater than zero");
    }
    if (constraint.getTopologyKey().isEmpty()) {
      problems.required(path.child("topologyKey"), "can not be empty");
    }
    problems.oneOf(path.child("whenUnsatisfiable"), constraint.getWhenUnsatisfiable(), ACTIONS);
    if (later.stream().anyMatch(other -> pair(other).equals(pair(constraint)))) {
      problems.duplicate(path.child("{topologyKey, whenUnsatisfiable}"), pair(constraint));
    }
    if (constraint.hasMinDomains()) {
      checkMinDomains(constraint, path.child("minDomains"), problems);
    }
    if (constraint.hasNodeAffinityPolicy()) {
      problems.oneOf(
          path.child("nodeAffinityPolicy"), constraint.getNodeAffinityPolicy(), INCLUSION);
    }
    if (constraint.hasNodeTaintsPolicy()) {
      problems.oneOf(path.child("nodeTaintsPolicy"), constraint.getNodeTaintsPolicy(), INCLUSION);
    }
    LabelKeys.checkConstraint(constraint, path.child("matchLabelKeys"), problems);
    if (constraint.hasLabelSelector()) {
      LabelSelectorValidation.check(
          constraint.getLabelSelector(), path.child("labelSelector"), problems);
    }
  }

  private static void checkMinDomains(
      TopologySpreadConstraint constraint, FieldPath path, Problems problems) {
    int domains = constraint.getMinDomains();
    if (domains <= 0) {
      problems.invalid(path, domains, "must be greater than zero");
    }
    if (!constraint.getWhenUnsatisfiable().equals("DoNotSchedule")) {
      problems.invalid(
          path,
          domains,
          "can only use minDomains if whenUnsatisfiable=DoNotSchedule, not "
              + constraint.getWhenUnsatisfiable());
    }
  }
}
