package dev.coxswain.controllermanager.clusterroleaggregation;

import dev.coxswain.api.rbac.v1.ClusterRole;
import dev.coxswain.api.rbac.v1.PolicyRule;
import dev.coxswain.apimachinery.selector.Selector;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;

/// Which rules a role gathers from others.
final class Aggregation {
  private Aggregation() {}

  /// The rules of all roles that one of the selectors matches, by selector and then by the name of
  /// the role, each rule once. The role itself does not count.
  static List<PolicyRule> rules(ClusterRole role, List<ClusterRole> all) {
    var rules = new LinkedHashSet<PolicyRule>();
    for (var labels : role.getAggregationRule().getClusterRoleSelectorsList()) {
      var selector = Selector.of(labels);
      all.stream()
          .filter(other -> !name(other).equals(name(role)))
          .filter(other -> selector.matches(other.getMetadata().getLabelsMap()))
          .sorted(Comparator.comparing(Aggregation::name))
          .forEach(other -> rules.addAll(other.getRulesList()));
    }
    return List.copyOf(rules);
  }

  private static String name(ClusterRole role) {
    return role.getMetadata().getName();
  }
}
