package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.ContainerRestartRule;
import dev.coxswain.api.core.v1.ContainerStatus;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What has ended stays ended, unless it may be started again.
final class ContainerTransitions {
  private final PodSpec spec;
  private final Problems problems;

  private ContainerTransitions(PodSpec spec, Problems problems) {
    this.spec = spec;
    this.problems = problems;
  }

  static void check(Pod updated, Pod existing, Problems problems) {
    var now = updated.getStatus();
    var before = existing.getStatus();
    var path = Problems.STATUS;
    var spec = existing.getSpec();
    var check = new ContainerTransitions(spec, problems);
    check.check(
        now.getContainerStatusesList(),
        before.getContainerStatusesList(),
        status -> check.mayRestart(status, spec.getContainersList()),
        path.child("containerStatuses"));
    check.check(
        now.getInitContainerStatusesList(),
        before.getInitContainerStatusesList(),
        status -> check.mayRestart(status, spec.getInitContainersList()),
        path.child("initContainerStatuses"));
    check.check(
        now.getEphemeralContainerStatusesList(),
        before.getEphemeralContainerStatusesList(),
        _ -> false,
        path.child("ephemeralContainerStatuses"));
  }

  private void check(
      List<ContainerStatus> now,
      List<ContainerStatus> before,
      Predicate<ContainerStatus> mayRestart,
      FieldPath path) {
    for (int i = 0; i < before.size(); i++) {
      var old = before.get(i);
      if (!old.getState().hasTerminated() || mayRestart.test(old)) {
        continue;
      }
      var at = path.index(i).child("state");
      now.stream()
          .filter(status -> status.getName().equals(old.getName()))
          .filter(status -> !status.getState().hasTerminated())
          .forEach(_ -> problems.forbidden(at, "may not be transitioned to non-terminated state"));
    }
  }

  private boolean mayRestart(ContainerStatus ended, List<Container> containers) {
    int code = ended.getState().getTerminated().getExitCode();
    var container = containers.stream().filter(c -> c.getName().equals(ended.getName())).findAny();
    return restartsAll()
        || restarts(container, code)
        || container.stream()
            .flatMap(c -> c.getRestartPolicyRulesList().stream())
            .anyMatch(rule -> matches(rule, code));
  }

  private boolean restarts(Optional<Container> container, int code) {
    var policy =
        container
            .filter(Container::hasRestartPolicy)
            .map(Container::getRestartPolicy)
            .orElse(spec.getRestartPolicy());
    return switch (policy) {
      case "Always" -> true;
      case "OnFailure" -> code != 0;
      default -> false;
    };
  }

  private static boolean matches(ContainerRestartRule rule, int code) {
    boolean in = rule.getExitCodes().getValuesList().contains(code);
    return in == rule.getExitCodes().getOperator().equals("In");
  }

  private boolean restartsAll() {
    return Stream.concat(spec.getInitContainersList().stream(), spec.getContainersList().stream())
        .flatMap(container -> container.getRestartPolicyRulesList().stream())
        .anyMatch(rule -> rule.getAction().equals("RestartAllContainers"));
  }
}
