package dev.coxswain.apiserver.authz.rbac;

import dev.coxswain.api.rbac.v1.PolicyRule;
import dev.coxswain.apimachinery.status.GoText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/// Whether rules grant no more than other rules do, and what the difference looks like in words.
public final class Coverage {
  private static final String ALL = "*";

  private Coverage() {}

  /// What `granted` allows and `owned` does not, as rules of one permission each.
  public static List<PolicyRule> uncovered(List<PolicyRule> owned, List<PolicyRule> granted) {
    return granted.stream()
        .flatMap(rule -> singles(rule).stream())
        .filter(single -> owned.stream().noneMatch(owner -> covers(owner, single)))
        .toList();
  }

  /// What `granted` allows and `owned` does not, in upstream's form: one line for each resource,
  /// and for each verb on a path.
  public static List<String> missing(List<PolicyRule> owned, List<PolicyRule> granted) {
    var uncovered = new LinkedHashMap<PolicyRule, PolicyRule.Builder>();
    for (var single : uncovered(owned, granted)) {
      boolean path = single.getNonResourceURLsCount() > 0;
      var subject = path ? single : single.toBuilder().clearVerbs().build();
      uncovered
          .computeIfAbsent(subject, s -> s.toBuilder().clearVerbs())
          .addVerbs(single.getVerbs(0));
    }
    return uncovered.values().stream().map(rule -> text(rule.build())).distinct().sorted().toList();
  }

  /// The rule as rules that allow one verb on one thing each.
  private static List<PolicyRule> singles(PolicyRule rule) {
    var singles = new ArrayList<PolicyRule>();
    for (var verb : rule.getVerbsList()) {
      for (var path : rule.getNonResourceURLsList()) {
        singles.add(PolicyRule.newBuilder().addVerbs(verb).addNonResourceURLs(path).build());
      }
      for (var group : rule.getApiGroupsList()) {
        for (var resource : rule.getResourcesList()) {
          var single =
              PolicyRule.newBuilder().addVerbs(verb).addApiGroups(group).addResources(resource);
          if (rule.getResourceNamesCount() == 0) {
            singles.add(single.build());
          }
          for (var name : rule.getResourceNamesList()) {
            singles.add(single.clone().addResourceNames(name).build());
          }
        }
      }
    }
    return singles;
  }

  private static boolean covers(PolicyRule owner, PolicyRule single) {
    if (!has(owner.getVerbsList(), single.getVerbs(0))) {
      return false;
    }
    if (single.getNonResourceURLsCount() > 0) {
      return owner.getNonResourceURLsList().stream()
          .anyMatch(pattern -> coversPath(pattern, single.getNonResourceURLs(0)));
    }
    var names = owner.getResourceNamesList();
    return has(owner.getApiGroupsList(), single.getApiGroups(0))
        && coversResource(owner.getResourcesList(), single.getResources(0))
        && (names.isEmpty()
            || (single.getResourceNamesCount() > 0 && names.contains(single.getResourceNames(0))));
  }

  private static boolean has(List<String> owned, String wanted) {
    return owned.contains(ALL) || owned.contains(wanted);
  }

  private static boolean coversResource(List<String> owned, String wanted) {
    int slash = wanted.indexOf('/');
    return has(owned, wanted) || (slash >= 0 && owned.contains(ALL + wanted.substring(slash)));
  }

  private static boolean coversPath(String pattern, String path) {
    return pattern.equals(path)
        || (pattern.endsWith(ALL) && path.startsWith(pattern.substring(0, pattern.length() - 1)));
  }

  private static String text(PolicyRule rule) {
    var parts = new ArrayList<String>();
    add(parts, "APIGroups", rule.getApiGroupsList());
    add(parts, "Resources", rule.getResourcesList());
    add(parts, "NonResourceURLs", rule.getNonResourceURLsList());
    add(parts, "ResourceNames", rule.getResourceNamesList());
    add(parts, "Verbs", rule.getVerbsList());
    return "{" + String.join(", ", parts) + "}";
  }

  private static void add(List<String> parts, String name, List<String> values) {
    if (!values.isEmpty()) {
      parts.add(name + ":" + quoted(values));
    }
  }

  /// As Go quotes a list: `["a" "b"]`.
  public static String quoted(List<String> values) {
    return values.stream().map(GoText::quote).collect(Collectors.joining(" ", "[", "]"));
  }
}
