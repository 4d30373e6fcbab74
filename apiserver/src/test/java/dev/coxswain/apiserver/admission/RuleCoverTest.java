package dev.coxswain.apiserver.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.rbac.v1.PolicyRule;
import dev.coxswain.api.rbac.v1.Role;
import dev.coxswain.apiserver.registry.Manifests;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class RuleCoverTest {
  static List<Arguments> rules() {
    var pods = "{apiGroups: [''], resources: [pods], verbs: [get, list]}";
    return List.of(
        arguments("the same", pods, pods, ""),
        arguments("less", pods, "{apiGroups: [''], resources: [pods], verbs: [get]}", ""),
        arguments(
            "more verbs",
            pods,
            "{apiGroups: [''], resources: [pods], verbs: [get, watch, delete]}",
            "{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"delete\" \"watch\"]}"),
        arguments(
            "another resource",
            pods,
            "{apiGroups: [''], resources: [secrets], verbs: [delete]}",
            "{APIGroups:[\"\"], Resources:[\"secrets\"], Verbs:[\"delete\"]}"),
        arguments("one of all", "{apiGroups: ['*'], resources: ['*'], verbs: ['*']}", pods, ""),
        arguments(
            "all of one",
            "{apiGroups: [''], resources: [pods], resourceNames: [a], verbs: [get]}",
            "{apiGroups: [''], resources: [pods], verbs: [get]}",
            "{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"get\"]}"),
        arguments(
            "one of one",
            "{apiGroups: [''], resources: [pods], verbs: [get]}",
            "{apiGroups: [''], resources: [pods], resourceNames: [a], verbs: [get]}",
            ""),
        arguments(
            "a subresource",
            "{apiGroups: [''], resources: ['*/status'], verbs: [get]}",
            "{apiGroups: [''], resources: [pods/status], verbs: [get]}",
            ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void findsWhatIsMissing(String name, String owned, String granted, String expected) {
    assertThat(String.join("\n", RuleCover.missing(role(owned), role(granted))))
        .isEqualTo(expected);
  }

  private static List<PolicyRule> role(String rule) {
    return Manifests.read(Role.class, "rules: [%s]".formatted(rule)).getRulesList();
  }
}
