package dev.coxswain.apiserver.eviction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.policy.v1.PodDisruptionBudget;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.eviction.EvictionRules.Verdict;
import dev.coxswain.apiserver.registry.Manifests;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class EvictionRulesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Pod READY =
      Manifests.read(
          Pod.class,
          "metadata: {name: p}\n"
              + "status: {phase: Running, conditions: [{type: Ready, status: 'True'}]}");
  private static final Pod SICK =
      Manifests.read(Pod.class, "metadata: {name: p}\nstatus: {phase: Running}");

  static List<Arguments> verdicts() {
    return List.of(
        arguments("room for one", READY, "disruptionsAllowed: 1", Verdict.Spend.class),
        arguments("no room", READY, "disruptionsAllowed: 0", Verdict.Refuse.class),
        arguments(
            "not ready, and enough others are",
            SICK,
            "currentHealthy: 2, desiredHealthy: 2",
            Verdict.Delete.class),
        arguments(
            "not ready, but too few are",
            SICK,
            "currentHealthy: 1, desiredHealthy: 2",
            Verdict.Refuse.class));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("verdicts")
  void judges(String name, Pod pod, String status, Class<? extends Verdict> expected) {
    assertThat(EvictionRules.judge(pod, budget(status), NOW)).isInstanceOf(expected);
  }

  static List<Arguments> causes() {
    return List.of(
        arguments(
            "desiredHealthy: 2, currentHealthy: 2",
            "The disruption budget b needs 2 healthy pods and has 2 currently"),
        arguments(
            "observedGeneration: -1",
            "The disruption budget b is still being processed by the server."),
        arguments(
            "conditions: [{type: DisruptionAllowed, status: 'False', reason: InsufficientPods,"
                + " message: m}]",
            "The disruption budget b needs 0 healthy pods and has 0 currently"),
        arguments(
            "conditions: [{type: DisruptionAllowed, status: 'False', reason: SyncFailed, message:"
                + " no scale}]",
            "The disruption budget b does not allow evicting pods currently because it failed sync:"
                + " no scale"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("causes")
  void saysWhyItMustWait(String status, String cause) {
    var verdict = EvictionRules.judge(READY, budget(status), NOW);
    var refusal = (Refusal.TooManyRequests) ((Verdict.Refuse) verdict).refusal();
    assertThat(refusal.causes().getFirst().getMessage()).isEqualTo(cause);
  }

  @Test
  void refusesBudgetsBeyondRepair() {
    var verdict = EvictionRules.judge(READY, budget("disruptionsAllowed: -1"), NOW);
    assertThat(((Verdict.Refuse) verdict).refusal())
        .isEqualTo(
            new Refusal.Forbidden(
                "poddisruptionbudget.policy", "b", "pdb disruptions allowed is negative"));
  }

  @Test
  void tellsWhyThePodGoes() {
    var told = EvictionRules.disrupted(READY, NOW);
    assertThat(told.getStatus().getConditionsList())
        .extracting(c -> c.getType() + " " + c.getStatus() + " " + c.getReason())
        .containsExactly("Ready True ", "DisruptionTarget True EvictionByEvictionAPI");
    assertThat(EvictionRules.disrupted(told, NOW.plusSeconds(1))).isEqualTo(told);
  }

  @Test
  void remembersWhomItLetGo() {
    var verdict = EvictionRules.judge(READY, budget("disruptionsAllowed: 2"), NOW);
    var status = ((Verdict.Spend) verdict).budget().getStatus();
    assertThat(status.getDisruptionsAllowed()).isEqualTo(1);
    assertThat(status.getDisruptedPodsMap()).containsOnlyKeys("p");
  }

  private static PodDisruptionBudget budget(String status) {
    return Manifests.read(
        PodDisruptionBudget.class,
        "metadata: {name: b}\nspec: {selector: {}}\nstatus: {%s}".formatted(status));
  }
}
