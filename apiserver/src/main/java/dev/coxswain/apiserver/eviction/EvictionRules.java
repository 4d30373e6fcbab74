package dev.coxswain.apiserver.eviction;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodCondition;
import dev.coxswain.api.meta.v1.Condition;
import dev.coxswain.api.meta.v1.StatusCause;
import dev.coxswain.api.policy.v1.PodDisruptionBudget;
import dev.coxswain.api.policy.v1.PodDisruptionBudgetStatus;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apimachinery.time.Times;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// Decides whether a pod may be evicted, and what its budget remembers of that.
final class EvictionRules {
  private static final Set<String> NOT_RUNNING = Set.of("Succeeded", "Failed", "Pending");
  private static final String VIOLATES =
      "Cannot evict pod as it would violate the pod's disruption budget.";
  private static final String CAUSE = "DisruptionBudget";
  private static final String DISRUPTION_TARGET = "DisruptionTarget";
  private static final int RETRY_SECONDS = 10;
  private static final int MAX_DISRUPTED = 2000;

  private EvictionRules() {}

  /// What to do about one pod and its budget.
  sealed interface Verdict {
    /// Delete the pod.
    record Delete() implements Verdict {}

    /// Store the budget, then delete the pod.
    record Spend(PodDisruptionBudget budget) implements Verdict {}

    record Refuse(Refusal refusal) implements Verdict {}
  }

  static List<PodDisruptionBudget> budgetsOf(Pod pod, List<PodDisruptionBudget> budgets) {
    var labels = pod.getMetadata().getLabelsMap();
    return budgets.stream()
        .filter(b -> b.getSpec().hasSelector())
        .filter(b -> Selector.of(b.getSpec().getSelector()).matches(labels))
        .toList();
  }

  /// Whether nobody would miss the pod.
  static boolean isFree(Pod pod) {
    return NOT_RUNNING.contains(pod.getStatus().getPhase())
        || pod.getMetadata().hasDeletionTimestamp();
  }

  static Verdict judge(Pod pod, PodDisruptionBudget budget, Instant now) {
    var status = budget.getStatus();
    if (!isReady(pod) && unhealthyMayGo(budget)) {
      return new Verdict.Delete();
    }
    var name = budget.getMetadata().getName();
    if (status.getObservedGeneration() < budget.getMetadata().getGeneration()) {
      return refuse(
          RETRY_SECONDS,
          "The disruption budget %s is still being processed by the server.".formatted(name));
    }
    if (status.getDisruptionsAllowed() < 0 || status.getDisruptedPodsCount() > MAX_DISRUPTED) {
      return new Verdict.Refuse(
          new Refusal.Forbidden(
              "poddisruptionbudget.policy",
              name,
              status.getDisruptionsAllowed() < 0
                  ? "pdb disruptions allowed is negative"
                  : "DisruptedPods map too big - too many evictions not confirmed by PDB"
                      + " controller"));
    }
    if (status.getDisruptionsAllowed() == 0) {
      return refuse(0, exhaustion(name, status));
    }
    return new Verdict.Spend(spent(budget, pod, now));
  }

  private static String exhaustion(String name, PodDisruptionBudgetStatus status) {
    return status.getConditionsList().stream()
        .filter(c -> c.getType().equals("DisruptionAllowed") && c.getReason().equals("SyncFailed"))
        .map(c ->
            "The disruption budget %s does not allow evicting pods currently because it failed sync: %s"
                .formatted(name, c.getMessage()))
        .findFirst()
        .orElseGet(() ->
            "The disruption budget %s needs %d healthy pods and has %d currently"
                .formatted(name, status.getDesiredHealthy(), status.getCurrentHealthy()));
  }

  /// The pod, with a condition that tells why it will go.
  static Pod disrupted(Pod pod, Instant now) {
    var condition =
        PodCondition.newBuilder()
            .setType(DISRUPTION_TARGET)
            .setStatus("True")
            .setReason("EvictionByEvictionAPI")
            .setMessage("Eviction API: evicting")
            .setObservedGeneration(pod.getMetadata().getGeneration())
            .setLastTransitionTime(Times.of(now));
    var status = pod.getStatus().toBuilder().clearConditions();
    for (var old : pod.getStatus().getConditionsList()) {
      if (!old.getType().equals(DISRUPTION_TARGET)) {
        status.addConditions(old);
      } else if (old.getStatus().equals("True")) {
        condition.setLastTransitionTime(old.getLastTransitionTime());
      }
    }
    return pod.toBuilder().setStatus(status.addConditions(condition)).build();
  }

  /// One disruption less, and the pod that it was for.
  private static PodDisruptionBudget spent(PodDisruptionBudget budget, Pod pod, Instant now) {
    var changed = budget.toBuilder();
    var status = changed.getStatusBuilder();
    int left = status.getDisruptionsAllowed() - 1;
    status.setDisruptionsAllowed(left).putDisruptedPods(pod.getMetadata().getName(), Times.of(now));
    if (left == 0) {
      for (var condition : status.getConditionsBuilderList()) {
        exhausted(condition, now);
      }
    }
    return changed.build();
  }

  private static void exhausted(Condition.Builder condition, Instant now) {
    if (condition.getType().equals("DisruptionAllowed") && condition.getStatus().equals("True")) {
      condition
          .setStatus("False")
          .setReason("InsufficientPods")
          .setLastTransitionTime(Times.of(now));
    }
  }

  private static boolean isReady(Pod pod) {
    return pod.getStatus().getConditionsList().stream()
        .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
  }

  private static boolean unhealthyMayGo(PodDisruptionBudget budget) {
    var status = budget.getStatus();
    return budget.getSpec().getUnhealthyPodEvictionPolicy().equals("AlwaysAllow")
        || (status.getCurrentHealthy() >= status.getDesiredHealthy()
            && status.getDesiredHealthy() > 0);
  }

  private static Verdict.Refuse refuse(int retrySeconds, String message) {
    var cause = StatusCause.newBuilder().setReason(CAUSE).setMessage(message).build();
    return new Verdict.Refuse(new Refusal.TooManyRequests(VIOLATES, retrySeconds, List.of(cause)));
  }
}
