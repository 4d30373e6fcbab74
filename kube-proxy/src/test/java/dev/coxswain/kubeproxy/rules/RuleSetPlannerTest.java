package dev.coxswain.kubeproxy.rules;

import static dev.coxswain.kubeproxy.rules.Fixtures.notReady;
import static dev.coxswain.kubeproxy.rules.Fixtures.ready;
import static dev.coxswain.kubeproxy.rules.Fixtures.service;
import static dev.coxswain.kubeproxy.rules.Fixtures.slice;
import static dev.coxswain.kubeproxy.rules.Fixtures.terminating;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.discovery.v1.EndpointSlice;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RuleSetPlannerTest {
  private static RuleSet plan(List<Service> services, List<EndpointSlice> slices) {
    return RuleSetPlanner.plan(
        new RuleSetPlanner.View("here", List.of("10.96.0.10"), services, slices));
  }

  private static List<String> sockets(List<Endpoint> endpoints) {
    return endpoints.stream().map(Endpoint::socket).toList();
  }

  static Stream<Arguments> whoServes() {
    return Stream.of(
        arguments(
            "ready endpoints serve, sorted by address",
            slice("web", ready("10.244.0.9", "a"), ready("10.244.0.1", "b")),
            List.of("10.244.0.1:8080", "10.244.0.9:8080")),
        arguments(
            "one that is not ready does not",
            slice("web", ready("10.244.0.9", "a"), notReady("10.244.0.1", "b")),
            List.of("10.244.0.9:8080")),
        arguments(
            "one that terminates does not while another is ready",
            slice("web", ready("10.244.0.9", "a"), terminating("10.244.0.1", "b")),
            List.of("10.244.0.9:8080")),
        arguments(
            "one that terminates serves on when it is the last",
            slice("web", terminating("10.244.0.1", "b")),
            List.of("10.244.0.1:8080")),
        arguments(
            "another service's slice is not ours", slice("db", ready("10.1.1.1", "a")), List.of()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("whoServes")
  void endpoints(String name, EndpointSlice slice, List<String> wanted) {
    var rules = plan(List.of(service("web", "10.96.0.1", _ -> {})), List.of(slice));
    assertThat(rules.ports())
        .singleElement()
        .satisfies(port -> assertThat(sockets(port.cluster())).isEqualTo(wanted));
  }

  static Stream<Arguments> unproxied() {
    return Stream.of(
        arguments("headless", service("web", "None", _ -> {})),
        arguments("without address", service("web", "", _ -> {})),
        arguments("external name", service("web", "10.96.0.1", s -> s.setType("ExternalName"))),
        arguments("the node's own DNS", service("dns", "10.96.0.10", _ -> {})));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unproxied")
  void somebodyElseServesThese(String name, Service service) {
    assertThat(plan(List.of(service), List.of()).ports()).isEmpty();
  }

  @Test
  void localPolicyLeavesTheEndpointsOfThisNode() {
    var service =
        service(
            "web", "10.96.0.1", spec -> spec.setExternalTrafficPolicy("Local").setType("NodePort"));
    var slice = slice("web", ready("10.244.0.1", "here"), ready("10.244.1.1", "there"));
    var port = plan(List.of(service), List.of(slice)).ports().getFirst();
    assertThat(sockets(port.external().endpoints())).containsExactly("10.244.0.1:8080");
    assertThat(sockets(port.internal().endpoints()))
        .containsExactly("10.244.0.1:8080", "10.244.1.1:8080");
  }

  @Test
  void aBalancerThatRewritesTheDestinationNeedsNoRule() {
    var service = service("web", "10.96.0.1", spec -> spec.setType("LoadBalancer")).toBuilder();
    var balancer = service.getStatusBuilder().getLoadBalancerBuilder();
    balancer.addIngressBuilder().setIp("192.0.2.1");
    balancer.addIngressBuilder().setIp("192.0.2.2").setIpMode("VIP");
    balancer.addIngressBuilder().setIp("192.0.2.3").setIpMode("Proxy");
    assertThat(plan(List.of(service.build()), List.of()).ports().getFirst().externalAddresses())
        .containsExactly("192.0.2.1", "192.0.2.2");
  }

  @Test
  void affinityLastsThreeHoursUnlessTheServiceSaysOtherwise() {
    var byDefault = service("a", "10.96.0.1", spec -> spec.setSessionAffinity("ClientIP"));
    var ownTime =
        service(
            "b",
            "10.96.0.2",
            spec -> {
              spec.setSessionAffinity("ClientIP");
              spec.getSessionAffinityConfigBuilder().getClientIPBuilder().setTimeoutSeconds(5);
            });
    assertThat(plan(List.of(ownTime, byDefault), List.of()).ports())
        .extracting(port -> port.affinity().orElseThrow())
        .containsExactly(Duration.ofHours(3), Duration.ofSeconds(5));
  }

  @Test
  void aChangeThatMeansNothingGivesAnEqualRuleSet() {
    var one = service("a", "10.96.0.1", _ -> {});
    var two = service("b", "10.96.0.2", _ -> {});
    assertThat(plan(List.of(one, two), List.of())).isEqualTo(plan(List.of(two, one), List.of()));
  }
}
