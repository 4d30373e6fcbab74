package dev.coxswain.apiserver.registry.batch;

import dev.coxswain.api.batch.v1.JobSpec;
import dev.coxswain.api.batch.v1.PodFailurePolicyOnExitCodesRequirement;
import dev.coxswain.api.batch.v1.PodFailurePolicyOnPodConditionsPattern;
import dev.coxswain.api.batch.v1.PodFailurePolicyRule;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The rules for what failed pods mean to their job.
final class PodFailurePolicyValidation {
  private static final List<String> ACTIONS = List.of("Count", "FailIndex", "FailJob", "Ignore");
  private static final List<String> OPERATORS = List.of("In", "NotIn");
  private static final List<String> STATUSES = List.of("False", "True", "Unknown");
  private static final int MAX_RULES = 20;
  private static final int MAX_PATTERNS = 20;
  private static final int MAX_VALUES = 255;

  private final JobSpec spec;
  private final Problems problems;
  private final Set<String> containers = new HashSet<>();

  private PodFailurePolicyValidation(JobSpec spec, Problems problems) {
    this.spec = spec;
    this.problems = problems;
    var pod = spec.getTemplate().getSpec();
    pod.getContainersList().forEach(c -> containers.add(c.getName()));
    pod.getInitContainersList().forEach(c -> containers.add(c.getName()));
  }

  static void check(JobSpec spec, FieldPath path, Problems problems) {
    var rules = spec.getPodFailurePolicy().getRulesList();
    if (rules.size() > MAX_RULES) {
      problems.tooMany(path.child("rules"), rules.size(), MAX_RULES);
    }
    var validation = new PodFailurePolicyValidation(spec, problems);
    for (int i = 0; i < rules.size(); i++) {
      validation.checkRule(rules.get(i), path.child("rules").index(i));
    }
  }

  private void checkRule(PodFailurePolicyRule rule, FieldPath path) {
    checkAction(rule.getAction(), path.child("action"));
    boolean patterns = rule.getOnPodConditionsCount() > 0;
    if (rule.hasOnExitCodes()) {
      checkExitCodes(rule.getOnExitCodes(), path.child("onExitCodes"));
    }
    if (patterns) {
      checkConditions(rule.getOnPodConditionsList(), path.child("onPodConditions"));
    }
    if (rule.hasOnExitCodes() && patterns) {
      problems.invalid(path, "specifying both OnExitCodes and OnPodConditions is not supported");
    }
    if (!rule.hasOnExitCodes() && !patterns) {
      problems.invalid(path, "specifying one of OnExitCodes and OnPodConditions is required");
    }
  }

  private void checkAction(String action, FieldPath path) {
    if (action.equals("FailIndex") && !spec.hasBackoffLimitPerIndex()) {
      problems.invalid(path, action, "requires the backoffLimitPerIndex to be set");
    } else {
      requiredOneOf(action, ACTIONS, path);
    }
  }

  private void checkConditions(List<PodFailurePolicyOnPodConditionsPattern> all, FieldPath path) {
    if (all.size() > MAX_PATTERNS) {
      problems.tooMany(path, all.size(), MAX_PATTERNS);
    }
    for (int i = 0; i < all.size(); i++) {
      var at = path.index(i);
      var type = all.get(i).getType();
      problems.invalid(at.child("type"), type, Names.isQualifiedName(type));
      requiredOneOf(all.get(i).getStatus(), STATUSES, at.child("status"));
    }
  }

  private void checkExitCodes(PodFailurePolicyOnExitCodesRequirement codes, FieldPath path) {
    requiredOneOf(codes.getOperator(), OPERATORS, path.child("operator"));
    if (codes.hasContainerName() && !containers.contains(codes.getContainerName())) {
      problems.invalid(
          path.child("containerName"),
          codes.getContainerName(),
          "must be one of the container or initContainer names in the pod template");
    }
    checkValues(codes.getOperator(), codes.getValuesList(), path.child("values"));
  }

  private void checkValues(String operator, List<Integer> values, FieldPath path) {
    if (values.isEmpty()) {
      problems.invalid(path, List.of(), "at least one value is required");
    } else if (values.size() > MAX_VALUES) {
      problems.tooMany(path, values.size(), MAX_VALUES);
    }
    var seen = new HashSet<Integer>();
    boolean ordered = true;
    for (int i = 0; i < values.size(); i++) {
      int value = values.get(i);
      if (operator.equals("In") && value == 0) {
        problems.invalid(path.index(i), value, "must not be 0 for the In operator");
      }
      if (!seen.add(value)) {
        problems.duplicate(path.index(i), value);
      }
      ordered &= i == 0 || values.get(i - 1) <= value;
    }
    if (!ordered) {
      problems.invalid(path, List.copyOf(values), "must be ordered");
    }
  }

  private void requiredOneOf(String value, List<String> supported, FieldPath path) {
    if (value.isEmpty()) {
      var quoted = supported.stream().map(s -> '"' + s + '"').collect(Collectors.joining(" "));
      problems.required(path, "valid values: [" + quoted + "]");
    } else {
      problems.oneOf(path, value, supported);
    }
  }
}
