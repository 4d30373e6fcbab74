package dev.coxswain.apiserver.flow;

import dev.coxswain.api.flowcontrol.v1.FlowSchema;
import dev.coxswain.api.flowcontrol.v1.NonResourcePolicyRule;
import dev.coxswain.api.flowcontrol.v1.PolicyRulesWithSubjects;
import dev.coxswain.api.flowcontrol.v1.ResourcePolicyRule;
import dev.coxswain.api.flowcontrol.v1.Subject;
import dev.coxswain.apiserver.authn.UserInfo;
import dev.coxswain.apiserver.authz.Attributes;
import java.util.Comparator;
import java.util.List;

/// Sorts requests into flows: the first schema by precedence (and name) that matches decides.
final class FlowSchemas {
  private static final String ALL = "*";
  private static final String ACCOUNT_PREFIX = "system:serviceaccount:";

  /// Before a new cluster has schemas, everybody is in one line.
  private static final String FALLBACK = "catch-all";

  private final List<FlowSchema> schemas;

  FlowSchemas(List<FlowSchema> schemas) {
    this.schemas =
        schemas.stream()
            .sorted(
                Comparator.<FlowSchema>comparingInt(
                        schema -> schema.getSpec().getMatchingPrecedence())
                    .thenComparing(schema -> schema.getMetadata().getName()))
            .toList();
  }

  Flow flowOf(Attributes request) {
    return schemas.stream()
        .filter(schema ->
            schema.getSpec().getRulesList().stream().anyMatch(rule -> matches(rule, request)))
        .findFirst()
        .map(schema -> flow(schema, request))
        .orElseGet(() -> new Flow(FALLBACK, FALLBACK, request.user().name()));
  }

  private static Flow flow(FlowSchema schema, Attributes request) {
    var spec = schema.getSpec();
    var distinguisher =
        switch (spec.getDistinguisherMethod().getType()) {
          case "ByUser" -> request.user().name();
          case "ByNamespace" -> request.namespace();
          default -> "";
        };
    return new Flow(
        schema.getMetadata().getName(),
        spec.getPriorityLevelConfiguration().getName(),
        distinguisher);
  }

  private static boolean matches(PolicyRulesWithSubjects rules, Attributes request) {
    return rules.getSubjectsList().stream().anyMatch(subject -> matches(subject, request.user()))
        && (request.resourceRequest()
            ? rules.getResourceRulesList().stream().anyMatch(rule -> matches(rule, request))
            : rules.getNonResourceRulesList().stream().anyMatch(rule -> matches(rule, request)));
  }

  private static boolean matches(Subject subject, UserInfo user) {
    return switch (subject.getKind()) {
      case "User" -> isOrAll(subject.getUser().getName(), user.name());
      case "Group" ->
          subject.getGroup().getName().equals(ALL)
              || user.groups().contains(subject.getGroup().getName());
      case "ServiceAccount" -> {
        var account = subject.getServiceAccount();
        var prefix = ACCOUNT_PREFIX + account.getNamespace() + ":";
        yield account.getName().equals(ALL)
            ? user.name().startsWith(prefix)
            : user.name().equals(prefix + account.getName());
      }
      default -> false;
    };
  }

  private static boolean matches(ResourcePolicyRule rule, Attributes request) {
    boolean place =
        request.namespace().isEmpty()
            ? rule.getClusterScope()
            : has(rule.getNamespacesList(), request.namespace());
    return place
        && has(rule.getVerbsList(), request.verb())
        && has(rule.getApiGroupsList(), request.group())
        && has(rule.getResourcesList(), request.qualifiedResource());
  }

  private static boolean matches(NonResourcePolicyRule rule, Attributes request) {
    return has(rule.getVerbsList(), request.verb())
        && rule.getNonResourceURLsList().stream()
            .anyMatch(pattern ->
                isOrAll(pattern, request.path())
                    || (pattern.endsWith("/*")
                        && request.path().startsWith(pattern.substring(0, pattern.length() - 1))));
  }

  private static boolean has(List<String> granted, String wanted) {
    return granted.contains(ALL) || granted.contains(wanted);
  }

  private static boolean isOrAll(String granted, String wanted) {
    return granted.equals(ALL) || granted.equals(wanted);
  }
}
