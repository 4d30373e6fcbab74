package dev.coxswain.apiserver.registry.batch;

import dev.coxswain.api.batch.v1.JobSpec;
import dev.coxswain.api.batch.v1.SuccessPolicy;
import dev.coxswain.api.batch.v1.SuccessPolicyRule;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.validation.GoStruct;
import dev.coxswain.apiserver.registry.validation.Problems;

/// The rules for when an indexed job has succeeded before all its indexes have.
final class SuccessPolicyValidation {
  private static final int MAX_RULES = 20;
  private static final int MAX_TEXT = 64 * 1024;

  private SuccessPolicyValidation() {}

  static void check(JobSpec spec, FieldPath path, Problems problems) {
    var rules = spec.getSuccessPolicy().getRulesList();
    if (rules.isEmpty()) {
      problems.required(
          path.child("rules"),
          "at least one rules must be specified when the successPolicy is specified");
    }
    if (rules.size() > MAX_RULES) {
      problems.tooMany(path.child("rules"), rules.size(), MAX_RULES);
    }
    for (int i = 0; i < rules.size(); i++) {
      checkRule(rules.get(i), spec.getCompletions(), path.child("rules").index(i), problems);
    }
  }

  /// The policy as messages show it.
  static Object shown(SuccessPolicy policy) {
    var rules =
        policy.getRulesList().stream()
            .map(rule ->
                GoStruct.of()
                    .with(
                        "SucceededIndexes",
                        rule.hasSucceededIndexes() ? rule.getSucceededIndexes() : null)
                    .with(
                        "SucceededCount",
                        rule.hasSucceededCount() ? rule.getSucceededCount() : null))
            .toList();
    return GoStruct.of().with("Rules", rules.isEmpty() ? null : rules).tree();
  }

  private static void checkRule(
      SuccessPolicyRule rule, int completions, FieldPath path, Problems problems) {
    if (!rule.hasSucceededCount() && !rule.hasSucceededIndexes()) {
      problems.required(
          path, "at least one of succeededCount or succeededIndexes must be specified");
    }
    int total = 0;
    if (rule.hasSucceededIndexes()) {
      var at = path.child("succeededIndexes");
      if (rule.getSucceededIndexes().length() > MAX_TEXT) {
        problems.tooLong(at, MAX_TEXT);
      }
      try {
        total = IndexIntervals.count(rule.getSucceededIndexes(), completions);
      } catch (IllegalArgumentException e) {
        problems.invalid(
            at, rule.getSucceededIndexes(), "error parsing succeededIndexes: " + e.getMessage());
      }
    }
    if (rule.hasSucceededCount()) {
      checkCount(rule, completions, total, path.child("succeededCount"), problems);
    }
  }

  private static void checkCount(
      SuccessPolicyRule rule, int completions, int total, FieldPath path, Problems problems) {
    int count = rule.getSucceededCount();
    problems.nonNegative(path, count);
    if (count > completions) {
      problems.invalid(
          path,
          count,
          "must be less than or equal to %d (the number of specified completions)"
              .formatted(completions));
    }
    if (rule.hasSucceededIndexes() && count > total) {
      problems.invalid(
          path,
          count,
          ("must be less than or equal to %d (the number of indexes in the specified"
                  + " succeededIndexes field)")
              .formatted(total));
    }
  }
}
