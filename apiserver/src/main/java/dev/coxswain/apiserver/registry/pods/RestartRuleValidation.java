package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.ContainerRestartRule;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;

/// The rules for what a container does when it has ended: always the same, or something that
/// depends on how it ended.
final class RestartRuleValidation {
  private static final List<String> POLICIES = List.of("Always", "Never", "OnFailure");
  private static final List<String> ACTIONS = List.of("Restart", "RestartAllContainers");
  private static final List<String> OPERATORS = List.of("In", "NotIn");
  private static final int MAX_RULES = 20;
  private static final int MAX_CODES = 255;

  private RestartRuleValidation() {}

  static void check(Container container, FieldPath path, Problems problems) {
    if (container.hasRestartPolicy()) {
      problems.oneOf(path.child("restartPolicy"), container.getRestartPolicy(), POLICIES);
    } else if (container.getRestartPolicyRulesCount() > 0) {
      problems.required(
          path.child("restartPolicy"), "must specify restartPolicy when restart rules are used");
    }
    var rules = path.child("restartPolicyRules");
    if (container.getRestartPolicyRulesCount() > MAX_RULES) {
      problems.tooMany(rules, container.getRestartPolicyRulesCount(), MAX_RULES);
    }
    for (int i = 0; i < container.getRestartPolicyRulesCount(); i++) {
      checkRule(container.getRestartPolicyRules(i), rules.index(i), problems);
    }
  }

  private static void checkRule(ContainerRestartRule rule, FieldPath path, Problems problems) {
    problems.oneOf(path.child("action"), rule.getAction(), ACTIONS);
    var codes = path.child("exitCodes");
    if (!rule.hasExitCodes()) {
      problems.required(codes, "must be specified");
      return;
    }
    problems.oneOf(codes.child("operator"), rule.getExitCodes().getOperator(), OPERATORS);
    int count = rule.getExitCodes().getValuesCount();
    if (count > MAX_CODES) {
      problems.tooMany(codes.child("values"), count, MAX_CODES);
    }
  }
}
