package dev.coxswain.controllermanager.autoscaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodCondition;
import dev.coxswain.apimachinery.time.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Pods request one cpu each, and are to use half of it.
class ReplicaCalculatorTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final int TARGET = 50;

  private final ReplicaCalculator calculator =
      new ReplicaCalculator(new Tolerance(Tolerance.STANDARD, Tolerance.STANDARD), NOW);

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void followsTheUtilization(String name, List<Pod> pods, List<Integer> milli, int expected) {
    var metrics = new TreeMap<String, MetricsApi.Sample>();
    for (int i = 0; i < milli.size(); i++) {
      metrics.put(
          pods.get(i).getMetadata().getName(),
          new MetricsApi.Sample(milli.get(i), NOW, Duration.ofMinutes(1)));
    }
    var proposal = calculator.byUtilization(pods.size(), TARGET, "cpu", "", pods, metrics);
    assertThat(proposal.replicas()).isEqualTo(expected);
  }

  static Stream<Arguments> cases() {
    return Stream.of(
        arguments("on target", pods("abc"), List.of(500, 500, 500), 3),
        arguments("a little above is tolerated", pods("abc"), List.of(540, 540, 540), 3),
        arguments("above: as many more as it takes", pods("abc"), List.of(900, 900, 900), 6),
        arguments("below: fewer", pods("abcd"), List.of(100, 100, 100, 100), 1),
        arguments("unknown pods are idle when growing", pods("abc"), List.of(900, 900), 4),
        arguments("and busy when shrinking", pods("abcd"), List.of(100, 100, 100), 3),
        arguments("which may leave things as they are", pods("ab"), List.of(100), 2),
        arguments(
            "starting pods are idle when growing",
            List.of(pod("a", true), pod("b", true), pod("c", false)),
            List.of(900, 900, 990),
            4),
        arguments(
            "and don't count when shrinking",
            List.of(pod("a", true), pod("b", true), pod("c", false)),
            List.of(200, 200, 990),
            1));
  }

  @Test
  void saysWhyItCannotTell() {
    assertThatThrownBy(() -> calculator.byUtilization(1, TARGET, "cpu", "", List.of(), Map.of()))
        .hasMessage("no pods returned by selector while calculating replica count");
    assertThatThrownBy(() -> calculator.byUtilization(1, TARGET, "cpu", "", pods("a"), Map.of()))
        .hasMessage("did not receive metrics for targeted pods (pods might be unready)");
    var sample = Map.of("a", new MetricsApi.Sample(1, NOW, Duration.ofMinutes(1)));
    assertThatThrownBy(() -> calculator.byUtilization(1, TARGET, "memory", "", pods("a"), sample))
        .hasMessage("missing request for memory in container c of Pod a");
  }

  @Test
  void sharesOutWhatComesFromOutside() {
    assertThat(calculator.byShare(2, 10_000, 45_000).replicas()).isEqualTo(5);
    assertThat(calculator.byShare(5, 10_000, 48_000).replicas()).isEqualTo(5);
    assertThat(calculator.byValue(2, 10_000, 30_000, 2).replicas()).isEqualTo(6);
    assertThat(calculator.byValue(0, 10_000, 25_000, 0).replicas()).isEqualTo(3);
  }

  private static List<Pod> pods(String names) {
    return names.chars().mapToObj(c -> pod(Character.toString(c), true)).toList();
  }

  private static Pod pod(String name, boolean ready) {
    var pod = Pod.newBuilder();
    pod.getMetadataBuilder().setName(name);
    pod.getSpecBuilder()
        .addContainersBuilder()
        .setName("c")
        .getResourcesBuilder()
        .putRequests("cpu", Quantity.newBuilder().setString("1").build());
    pod.getStatusBuilder()
        .setPhase("Running")
        .setStartTime(Times.of(NOW.minus(Duration.ofHours(ready ? 1 : 0))))
        .addConditions(
            PodCondition.newBuilder()
                .setType("Ready")
                .setStatus(ready ? "True" : "False")
                .setLastTransitionTime(Times.of(NOW.minus(Duration.ofMinutes(30)))));
    return pod.build();
  }
}
