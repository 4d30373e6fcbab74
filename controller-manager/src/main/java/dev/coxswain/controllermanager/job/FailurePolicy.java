package dev.coxswain.controllermanager.job;

import dev.coxswain.api.batch.v1.Job;
import dev.coxswain.api.batch.v1.PodFailurePolicyOnExitCodesRequirement;
import dev.coxswain.api.batch.v1.PodFailurePolicyOnPodConditionsPattern;
import dev.coxswain.api.core.v1.ContainerStatus;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.controllermanager.framework.Pods;
import java.util.Optional;
import java.util.stream.Stream;

/// What a job's policy makes of a pod that failed. Pure.
final class FailurePolicy {
  /// The first rule that matches decides; without one, the failure counts.
  sealed interface Verdict {
    record Count() implements Verdict {}

    record Ignore() implements Verdict {}

    record FailIndex() implements Verdict {}

    /// @param message for the condition of the job
    record FailJob(String message) implements Verdict {}
  }

  private FailurePolicy() {}

  static Verdict of(Job job, Pod pod) {
    var rules = job.getSpec().getPodFailurePolicy().getRulesList();
    if (!pod.getStatus().getPhase().equals("Failed")) {
      return new Verdict.Count();
    }
    for (int i = 0; i < rules.size(); i++) {
      var rule = rules.get(i);
      var match =
          rule.hasOnExitCodes()
              ? onExitCodes(rule.getOnExitCodes(), pod)
              : rule.getOnPodConditionsList().stream()
                  .flatMap(pattern -> onCondition(pattern, pod).stream())
                  .findFirst();
      if (match.isPresent()) {
        return verdict(rule.getAction(), match.get(), i);
      }
    }
    return new Verdict.Count();
  }

  private static Verdict verdict(String action, String match, int rule) {
    return switch (action) {
      case "Ignore" -> new Verdict.Ignore();
      case "FailIndex" -> new Verdict.FailIndex();
      case "FailJob" ->
          new Verdict.FailJob("%s matching FailJob rule at index %d".formatted(match, rule));
      default -> new Verdict.Count();
    };
  }

  private static Optional<String> onExitCodes(
      PodFailurePolicyOnExitCodesRequirement requirement, Pod pod) {
    return Stream.of(
            pod.getStatus().getContainerStatusesList(),
            pod.getStatus().getInitContainerStatusesList())
        .flatMap(statuses -> statuses.stream())
        .filter(status -> matches(requirement, status))
        .findFirst()
        .map(status ->
            "Container %s for pod %s failed with exit code %d"
                .formatted(
                    status.getName(),
                    Metadata.key(pod),
                    status.getState().getTerminated().getExitCode()));
  }

  private static boolean matches(
      PodFailurePolicyOnExitCodesRequirement requirement, ContainerStatus status) {
    int code = status.getState().getTerminated().getExitCode();
    boolean named =
        !requirement.hasContainerName() || requirement.getContainerName().equals(status.getName());
    if (!named || !status.getState().hasTerminated() || code == 0) {
      return false;
    }
    boolean listed = requirement.getValuesList().contains(code);
    return requirement.getOperator().equals("NotIn") != listed;
  }

  private static Optional<String> onCondition(
      PodFailurePolicyOnPodConditionsPattern pattern, Pod pod) {
    var wanted = pattern.getStatus().isEmpty() ? "True" : pattern.getStatus();
    return Pods.condition(pod, pattern.getType())
        .filter(c -> c.getStatus().equals(wanted))
        .map(c -> "Pod %s has condition %s".formatted(Metadata.key(pod), pattern.getType()));
  }
}
