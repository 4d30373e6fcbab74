package dev.coxswain.apiserver.authz.rbac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.rbac.v1.PolicyRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CoverageTest {
  static Stream<Arguments> cases() {
    var all = rule("*", "*", "*", "");
    var readPods = rule("get,list", "", "pods", "");
    return Stream.of(
        arguments("everything covers anything", List.of(all), readPods, List.of()),
        arguments("the same", List.of(readPods), readPods, List.of()),
        arguments(
            "several rules together",
            List.of(rule("get", "", "pods", ""), rule("list", "", "pods", "")),
            readPods,
            List.of()),
        arguments("less", List.of(readPods), rule("get", "", "pods", "one"), List.of()),
        arguments(
            "a subresource by star",
            List.of(rule("get", "", "*/log", "")),
            rule("get", "", "pods/log", ""),
            List.of()),
        arguments(
            "nothing",
            List.of(),
            readPods,
            List.of("{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"get\" \"list\"]}")),
        arguments(
            "only by name",
            List.of(rule("get", "", "pods", "one")),
            rule("get", "", "pods", ""),
            List.of("{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"get\"]}")),
        arguments(
            "more than one",
            List.of(rule("get", "", "pods", "")),
            rule("*", "apps", "deployments,scales", ""),
            List.of(
                "{APIGroups:[\"apps\"], Resources:[\"deployments\"], Verbs:[\"*\"]}",
                "{APIGroups:[\"apps\"], Resources:[\"scales\"], Verbs:[\"*\"]}")),
        arguments(
            "a path",
            List.of(all),
            PolicyRule.newBuilder()
                .addVerbs("post")
                .addVerbs("get")
                .addNonResourceURLs("/metrics")
                .build(),
            List.of(
                "{NonResourceURLs:[\"/metrics\"], Verbs:[\"get\"]}",
                "{NonResourceURLs:[\"/metrics\"], Verbs:[\"post\"]}")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void missing(String row, List<PolicyRule> owned, PolicyRule granted, List<String> expected) {
    assertThat(Coverage.missing(owned, List.of(granted))).as(row).isEqualTo(expected);
  }

  private static PolicyRule rule(String verbs, String group, String resources, String names) {
    var rule =
        PolicyRule.newBuilder()
            .addAllVerbs(List.of(verbs.split(",")))
            .addApiGroups(group)
            .addAllResources(List.of(resources.split(",")));
    return names.isEmpty() ? rule.build() : rule.addResourceNames(names).build();
  }
}
