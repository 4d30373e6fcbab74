package dev.coxswain.apiserver.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.flowcontrol.v1.FlowSchema;
import dev.coxswain.apiserver.authn.UserInfo;
import dev.coxswain.apiserver.authz.Attributes;
import dev.coxswain.apiserver.registry.Manifests;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FlowSchemasTest {
  private static final String EVERYTHING =
      "nonResourceRules: [{nonResourceURLs: ['*'], verbs: ['*']}], resourceRules: [{apiGroups:"
          + " ['*'], clusterScope: true, namespaces: ['*'], resources: ['*'], verbs: ['*']}]";
  private static final FlowSchemas SCHEMAS =
      new FlowSchemas(
          List.of(
              schema(
                  "everybody",
                  9900,
                  "ByUser",
                  "global-default",
                  "{kind: Group, group: {name: system:authenticated}}",
                  EVERYTHING),
              schema(
                  "masters",
                  1,
                  "",
                  "exempt",
                  "{kind: Group, group: {name: system:masters}}",
                  EVERYTHING),
              schema(
                  "accounts",
                  900,
                  "ByNamespace",
                  "workload-high",
                  "{kind: ServiceAccount, serviceAccount: {namespace: kube-system, name: '*'}}",
                  EVERYTHING),
              schema(
                  "leases",
                  100,
                  "ByUser",
                  "leader-election",
                  "{kind: User, user: {name: scheduler}}",
                  "resourceRules: [{apiGroups: [coordination.k8s.io], namespaces: ['*'], resources:"
                      + " [leases], verbs: [get, update]}]"),
              schema(
                  "probes",
                  2,
                  "",
                  "exempt",
                  "{kind: Group, group: {name: '*'}}",
                  "nonResourceRules: [{nonResourceURLs: ['/livez', '/apis/*'], verbs: [get]}]")));

  static Stream<Arguments> rows() {
    var jane = UserInfo.of("jane", "system:authenticated");
    var scheduler = UserInfo.of("scheduler", "system:authenticated");
    var robot = UserInfo.of("system:serviceaccount:kube-system:robot", "system:authenticated");
    return Stream.of(
        arguments("a user", pods(jane, "ns"), new Flow("everybody", "global-default", "jane")),
        arguments(
            "an administrator",
            pods(UserInfo.of("root", "system:masters", "system:authenticated"), ""),
            new Flow("masters", "exempt", "")),
        arguments("an account", pods(robot, "ns"), new Flow("accounts", "workload-high", "ns")),
        arguments(
            "a lease of a leader",
            request(scheduler, "update", "coordination.k8s.io", "leases", "kube-system"),
            new Flow("leases", "leader-election", "scheduler")),
        arguments(
            "another verb",
            request(scheduler, "delete", "coordination.k8s.io", "leases", "kube-system"),
            new Flow("everybody", "global-default", "scheduler")),
        arguments(
            "not of the cluster",
            request(scheduler, "get", "coordination.k8s.io", "leases", ""),
            new Flow("everybody", "global-default", "scheduler")),
        arguments(
            "a probe", Attributes.ofPath(jane, "get", "/livez"), new Flow("probes", "exempt", "")),
        arguments(
            "a path below",
            Attributes.ofPath(jane, "get", "/apis/apps"),
            new Flow("probes", "exempt", "")),
        arguments(
            "nobody's",
            pods(UserInfo.of("stranger"), ""),
            new Flow("catch-all", "catch-all", "stranger")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void requestsAreSortedIntoFlows(String row, Attributes request, Flow flow) {
    assertThat(SCHEMAS.flowOf(request)).as(row).isEqualTo(flow);
  }

  private static Attributes pods(UserInfo user, String namespace) {
    return request(user, "list", "", "pods", namespace);
  }

  private static Attributes request(
      UserInfo user, String verb, String group, String resource, String namespace) {
    return Attributes.of(user, verb, group, "v1", resource, "", namespace, "");
  }

  private static FlowSchema schema(
      String name, int precedence, String method, String level, String subject, String rules) {
    return Manifests.read(
        FlowSchema.class,
        """
        metadata: {name: %s}
        spec:
          matchingPrecedence: %d
          priorityLevelConfiguration: {name: %s}
          %s
          rules: [{subjects: [%s], %s}]
        """
            .formatted(
                name,
                precedence,
                level,
                method.isEmpty() ? "" : "distinguisherMethod: {type: " + method + "}",
                subject,
                rules));
  }
}
