package dev.coxswain.controllermanager.autoscaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.autoscaling.v2.HPAScalingPolicy;
import dev.coxswain.api.autoscaling.v2.HPAScalingRules;
import dev.coxswain.api.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import dev.coxswain.api.autoscaling.v2.HorizontalPodAutoscalerSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScalingRulesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void holdsBack(
      String name,
      HorizontalPodAutoscalerSpec spec,
      int current,
      List<Integer> minutesAgoAndProposed,
      int proposed,
      String expected) {
    var history = new ScaleHistory();
    for (int i = 0; i < minutesAgoAndProposed.size(); i += 2) {
      var ago = Duration.ofMinutes(minutesAgoAndProposed.get(i));
      history.proposed(minutesAgoAndProposed.get(i + 1), NOW.minus(ago));
    }
    var outcome = new ScalingRules(spec, current, history, NOW).apply(proposed);
    assertThat(
            "%d %s %s"
                .formatted(outcome.replicas(), outcome.able().reason(), outcome.limited().reason()))
        .isEqualTo(expected);
  }

  static Stream<Arguments> cases() {
    var plain = spec(2, 10).build();
    var gentle =
        spec(1, 100)
            .setBehavior(
                HorizontalPodAutoscalerBehavior.newBuilder()
                    .setScaleUp(rules(0, "Max", "Pods", 4))
                    .setScaleDown(rules(60, "Max", "Percent", 50)))
            .build();
    var never =
        spec(1, 100)
            .setBehavior(
                HorizontalPodAutoscalerBehavior.newBuilder()
                    .setScaleUp(rules(0, "Max", "Pods", 4))
                    .setScaleDown(rules(0, "Disabled", "Percent", 50)))
            .build();
    return Stream.of(
        arguments("within", plain, 4, List.of(), 6, "6 ReadyForNewScale DesiredWithinRange"),
        arguments(
            "at most twice as many", plain, 4, List.of(), 9, "8 ReadyForNewScale ScaleUpLimit"),
        arguments("or four", plain, 1, List.of(), 9, "4 ReadyForNewScale ScaleUpLimit"),
        arguments("not above", plain, 8, List.of(), 12, "10 ReadyForNewScale TooManyReplicas"),
        arguments("not below", plain, 8, List.of(), 1, "2 ReadyForNewScale TooFewReplicas"),
        arguments(
            "more was wanted lately",
            plain,
            8,
            List.of(4, 7),
            3,
            "7 ScaleDownStabilized DesiredWithinRange"),
        arguments(
            "which is forgotten in time",
            plain,
            8,
            List.of(6, 7),
            3,
            "3 ReadyForNewScale DesiredWithinRange"),
        arguments(
            "by policy: four more", gentle, 8, List.of(), 30, "12 ReadyForNewScale ScaleUpLimit"),
        arguments("by policy: half", gentle, 8, List.of(), 1, "4 ReadyForNewScale ScaleDownLimit"),
        arguments(
            "by policy: never down", never, 8, List.of(), 1, "8 ReadyForNewScale ScaleDownLimit"));
  }

  private static HorizontalPodAutoscalerSpec.Builder spec(int least, int most) {
    return HorizontalPodAutoscalerSpec.newBuilder().setMinReplicas(least).setMaxReplicas(most);
  }

  private static HPAScalingRules rules(int window, String select, String type, int value) {
    return HPAScalingRules.newBuilder()
        .setStabilizationWindowSeconds(window)
        .setSelectPolicy(select)
        .addPolicies(
            HPAScalingPolicy.newBuilder().setType(type).setValue(value).setPeriodSeconds(60))
        .build();
  }
}
