package dev.coxswain.controllermanager.disruption;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodCondition;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.api.meta.v1.OwnerReference;
import dev.coxswain.api.policy.v1.PodDisruptionBudget;
import dev.coxswain.apimachinery.intstr.IntOrStrings;
import dev.coxswain.apimachinery.time.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetPlannerTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  // Pods are written as name:controller:state. Controllers ask for 4 pods (`web`, `db`), are not
  // there (`gone`) or ask for none (`agent`). The numbers are expected, desired, healthy, allowed.
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "no pods                       | min=1   |                                     | 0 1 0 0"
            + " InsufficientPods",
        "enough                        | min=1   | a:web:ready b:web:ready             | 2 1 2 1"
            + " SufficientPods",
        "just enough                   | min=2   | a:web:ready b:web:ready             | 2 2 2 0"
            + " InsufficientPods",
        "those without controller too  | min=1   | a::ready b::ready                   | 2 1 2 1"
            + " SufficientPods",
        "unready ones don't count      | min=1   | a:web:ready b:web:pending           | 2 1 1 0"
            + " InsufficientPods",
        "nor those that leave          | min=1   | a:web:ready b:web:leaving           | 2 1 1 0"
            + " InsufficientPods",
        "nor those about to            | min=0   | evicted:web:ready b:web:ready       | 2 0 1 1"
            + " SufficientPods",
        "unless nothing came of it     | min=0   | forgotten:web:ready b:web:ready     | 2 0 2 2"
            + " SufficientPods",
        "a share of what is asked for  | min=50% | a:web:ready b:web:ready c:web:ready | 4 2 3 1"
            + " SufficientPods",
        "of all controllers            | min=50% | a:web:ready b:db:ready              | 8 4 2 0"
            + " InsufficientPods",
        "rounded up                    | min=30% | a:web:ready b:web:ready c:web:ready | 4 2 3 1"
            + " SufficientPods",
        "may be missing                | max=1   | a:web:ready b:web:ready c:web:ready d:web:ready"
            + " | 4 3 4 1 SufficientPods",
        "a share of them               | max=50% | a:web:ready b:web:ready c:web:ready | 4 2 3 1"
            + " SufficientPods",
        "more than there are           | max=9   | a:web:ready                         | 4 0 1 1"
            + " SufficientPods",
        "a stranger has no part        | max=1   | a:web:ready b::ready                | 4 3 2 0"
            + " InsufficientPods unmanaged",
        "neither                       |         | a:web:ready                         | 0 0 1 0"
            + " InsufficientPods",
        "controller is gone            | max=1   | a:gone:ready                        |"
            + " SyncFailed: found no controllers for pod \"a\"",
        "it asks for no number         | max=1   | a:agent:ready                       |"
            + " SyncFailed: daemonsets.apps does not implement the scale subresource",
      })
  void status(String name, String limit, String pods, String expected) {
    var budget = budget(limit == null ? "" : limit);
    var selected =
        Arrays.stream(pods == null ? new String[0] : pods.split(" "))
            .map(BudgetPlannerTest::pod)
            .toList();
    assertThat(told(budget, selected)).isEqualTo(expected);
  }

  private static String told(PodDisruptionBudget budget, List<Pod> pods) {
    try {
      var scale = ExpectedPods.of(budget, pods, (_, owner) -> scale(owner));
      var status = BudgetPlanner.status(budget, pods, scale.count(), NOW);
      assertThat(status.getObservedGeneration()).isEqualTo(7);
      assertThat(status.getConditions(0).getStatus())
          .isEqualTo(status.getDisruptionsAllowed() > 0 ? "True" : "False");
      return "%d %d %d %d %s%s"
          .formatted(
              status.getExpectedPods(),
              status.getDesiredHealthy(),
              status.getCurrentHealthy(),
              status.getDisruptionsAllowed(),
              status.getConditions(0).getReason(),
              scale.unmanaged() ? " unmanaged" : "");
    } catch (ExpectedPods.Unknown e) {
      var status = BudgetPlanner.failed(budget, e.getMessage(), NOW);
      assertThat(status.getDisruptionsAllowed()).isZero();
      return status.getConditions(0).getReason() + ": " + status.getConditions(0).getMessage();
    }
  }

  private static Optional<ExpectedPods.Scale> scale(OwnerReference owner) {
    return switch (owner.getUid()) {
      case "agent" ->
          throw new ExpectedPods.Unknown(
              "daemonsets.apps does not implement the scale subresource");
      case "gone" -> Optional.empty();
      default -> Optional.of(new ExpectedPods.Scale(owner.getUid(), 4));
    };
  }

  @ParameterizedTest
  @CsvSource({
    "Eviction,              True,  100, 20",
    "Eviction,              True,  130, -10",
    "TerminationByKubelet,  True,  130,",
    "Eviction,              False, 130,"
  })
  void anAnnouncedDisruptionBecomesStale(
      String reason, String state, int secondsAgo, Integer left) {
    var pod = Pod.newBuilder();
    pod.getStatusBuilder()
        .addConditions(
            PodCondition.newBuilder()
                .setType("DisruptionTarget")
                .setStatus(state)
                .setReason(reason)
                .setLastTransitionTime(Times.of(NOW.minusSeconds(secondsAgo))));
    assertThat(StaleDisruptionController.left(pod.build(), NOW))
        .isEqualTo(Optional.ofNullable(left).map(Duration::ofSeconds));
    pod.getStatusBuilder().setPhase("Failed");
    assertThat(StaleDisruptionController.left(pod.build(), NOW)).isEmpty();
  }

  private static PodDisruptionBudget budget(String limit) {
    var budget = PodDisruptionBudget.newBuilder();
    budget.getMetadataBuilder().setName("b").setGeneration(7);
    budget
        .getStatusBuilder()
        .setDisruptionsAllowed(3)
        .putDisruptedPods("evicted", Times.of(NOW.minusSeconds(60)))
        .putDisruptedPods("forgotten", Times.of(NOW.minusSeconds(121)));
    var value = limit.substring(limit.indexOf('=') + 1);
    var number =
        limit.endsWith("%") || limit.isEmpty()
            ? IntOrStrings.of(value)
            : IntOrStrings.of(Integer.parseInt(value));
    if (limit.startsWith("min")) {
      budget.getSpecBuilder().setMinAvailable(number);
    } else if (limit.startsWith("max")) {
      budget.getSpecBuilder().setMaxUnavailable(number);
    }
    return budget.build();
  }

  private static Pod pod(String text) {
    var parts = text.split(":");
    var metadata = ObjectMeta.newBuilder().setName(parts[0]);
    if (!parts[1].isEmpty()) {
      metadata.addOwnerReferences(OwnerReference.newBuilder().setUid(parts[1]).setController(true));
    }
    if (parts[2].equals("leaving")) {
      metadata.setDeletionTimestamp(Times.of(NOW));
    }
    var pod = Pod.newBuilder().setMetadata(metadata);
    if (!parts[2].equals("pending")) {
      pod.getStatusBuilder()
          .setPhase("Running")
          .addConditions(PodCondition.newBuilder().setType("Ready").setStatus("True"));
    }
    return pod.build();
  }
}
