package dev.coxswain.apiserver.authz.rbac;

import dev.coxswain.api.rbac.v1.PolicyRule;
import dev.coxswain.apiserver.authz.Attributes;
import java.util.List;

/// Whether rules of roles cover a request.
public final class Rules {
  private static final String ALL = "*";

  private Rules() {}

  public static boolean allow(List<PolicyRule> rules, Attributes attributes) {
    return rules.stream().anyMatch(rule -> allows(rule, attributes));
  }

  static boolean allows(PolicyRule rule, Attributes attributes) {
    return attributes.resourceRequest()
        ? has(rule.getVerbsList(), attributes.verb())
            && has(rule.getApiGroupsList(), attributes.group())
            && resource(rule.getResourcesList(), attributes)
            && name(rule.getResourceNamesList(), attributes.name())
        : has(rule.getVerbsList(), attributes.verb())
            && path(rule.getNonResourceURLsList(), attributes.path());
  }

  private static boolean has(List<String> granted, String wanted) {
    return granted.contains(ALL) || granted.contains(wanted);
  }

  private static boolean resource(List<String> granted, Attributes attributes) {
    return granted.contains(ALL)
        || granted.contains(attributes.qualifiedResource())
        || (!attributes.subresource().isEmpty()
            && granted.contains("*/" + attributes.subresource()));
  }

  private static boolean name(List<String> granted, String wanted) {
    return granted.isEmpty() || granted.contains(wanted);
  }

  private static boolean path(List<String> granted, String wanted) {
    return granted.stream()
        .anyMatch(pattern ->
            pattern.equals(wanted)
                || (pattern.endsWith(ALL)
                    && wanted.startsWith(pattern.substring(0, pattern.length() - 1))));
  }
}
