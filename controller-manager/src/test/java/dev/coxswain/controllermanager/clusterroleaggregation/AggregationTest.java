package dev.coxswain.controllermanager.clusterroleaggregation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.api.rbac.v1.ClusterRole;
import dev.coxswain.api.rbac.v1.PolicyRule;
import java.util.List;
import org.junit.jupiter.api.Test;

class AggregationTest {
  private static final ClusterRole PODS = role("b-pods", "to", "view", rule("pods"), rule("nodes"));
  private static final ClusterRole NODES = role("a-nodes", "to", "view", rule("nodes"));
  private static final ClusterRole OTHER = role("other", "to", "edit", rule("secrets"));

  @Test
  void gathersEachRuleOnceByTheNamesOfTheRoles() {
    assertThat(Aggregation.rules(gathering("view"), List.of(PODS, OTHER, NODES)))
        .containsExactly(rule("nodes"), rule("pods"));
  }

  @Test
  void selectorsAddUp() {
    var role = gathering("edit").toBuilder();
    role.getAggregationRuleBuilder().addClusterRoleSelectorsBuilder().putMatchLabels("to", "view");
    assertThat(Aggregation.rules(role.build(), List.of(NODES, OTHER)))
        .containsExactly(rule("secrets"), rule("nodes"));
  }

  @Test
  void theRoleItselfDoesNotCount() {
    var role = gathering("view").toBuilder().addRules(rule("old"));
    role.getMetadataBuilder().putLabels("to", "view");
    assertThat(Aggregation.rules(role.build(), List.of(role.build(), NODES)))
        .containsExactly(rule("nodes"));
  }

  private static ClusterRole gathering(String value) {
    var role = ClusterRole.newBuilder();
    role.getMetadataBuilder().setName("gathering");
    role.getAggregationRuleBuilder().addClusterRoleSelectorsBuilder().putMatchLabels("to", value);
    return role.build();
  }

  private static ClusterRole role(String name, String label, String value, PolicyRule... rules) {
    var role = ClusterRole.newBuilder().addAllRules(List.of(rules));
    role.getMetadataBuilder().setName(name).putLabels(label, value);
    return role.build();
  }

  private static PolicyRule rule(String resource) {
    return PolicyRule.newBuilder().addVerbs("get").addApiGroups("").addResources(resource).build();
  }
}
