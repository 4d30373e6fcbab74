package dev.coxswain.kubelet.status;

import dev.coxswain.api.core.v1.ContainerStatus;
import dev.coxswain.kubelet.spec.PodContainer;
import dev.coxswain.kubelet.spec.PodContainer.Role;
import java.util.List;

/// A pod's phase, from what its containers do.
final class Phases {
  static final String PENDING = "Pending";
  static final String RUNNING = "Running";
  static final String SUCCEEDED = "Succeeded";
  static final String FAILED = "Failed";

  private Phases() {}

  static boolean isTerminal(String phase) {
    return phase.equals(SUCCEEDED) || phase.equals(FAILED);
  }

  /// The phase, which never changes once the pod has ended.
  ///
  /// @param initStatuses of the init containers, in the spec's order
  static String of(
      StatusView view, List<ContainerStatus> initStatuses, List<ContainerStatus> statuses) {
    var phase = byContainers(view, initStatuses, statuses);
    var before = view.pod().getStatus().getPhase();
    if (view.failure().isPresent()) {
      return FAILED;
    }
    return isTerminal(before) ? before : phase;
  }

  private static String byContainers(
      StatusView view, List<ContainerStatus> initStatuses, List<ContainerStatus> statuses) {
    boolean anyStarted = statuses.stream().anyMatch(Phases::hasRun);
    var init = PodContainer.init(view.pod());
    for (int i = 0; i < init.size() && !anyStarted; i++) {
      var state = initState(view, init.get(i), initStatuses.get(i));
      if (state == Init.FAILED) {
        return FAILED;
      }
      if (state == Init.PENDING) {
        return view.terminated() ? FAILED : PENDING;
      }
    }
    return ofRegular(view, statuses);
  }

  private enum Init {
    DONE,
    PENDING,
    FAILED
  }

  private static Init initState(StatusView view, PodContainer container, ContainerStatus status) {
    if (container.role() == Role.SIDECAR) {
      return status.getStarted() ? Init.DONE : Init.PENDING;
    }
    if (!status.getState().hasTerminated()) {
      return Init.PENDING;
    }
    int code = status.getState().getTerminated().getExitCode();
    if (code == 0) {
      return Init.DONE;
    }
    boolean again = container.restartsAfter(code, view.pod().getSpec().getRestartPolicy());
    return again ? Init.PENDING : Init.FAILED;
  }

  private static String ofRegular(StatusView view, List<ContainerStatus> statuses) {
    long running = statuses.stream().filter(s -> s.getState().hasRunning()).count();
    var ended = statuses.stream().filter(Phases::hasEnded).toList();
    long notStarted = statuses.size() - running - ended.size();
    boolean allWell = ended.stream().allMatch(s -> s.getState().getTerminated().getExitCode() == 0);
    if (view.terminated()) {
      return notStarted == 0 && allWell && !ended.isEmpty() ? SUCCEEDED : FAILED;
    }
    if (notStarted > 0) {
      return PENDING;
    }
    if (running > 0 || ended.stream().anyMatch(status -> startsAgain(view, status))) {
      return RUNNING;
    }
    return allWell ? SUCCEEDED : FAILED;
  }

  private static boolean startsAgain(StatusView view, ContainerStatus status) {
    var container = PodContainer.find(view.pod(), status.getName()).orElseThrow();
    return status.getState().hasWaiting()
        || container.restartsAfter(
            status.getState().getTerminated().getExitCode(),
            view.pod().getSpec().getRestartPolicy());
  }

  private static boolean hasRun(ContainerStatus status) {
    return status.getState().hasRunning() || hasEnded(status);
  }

  /// Also one that waits for its next start.
  private static boolean hasEnded(ContainerStatus status) {
    return status.getState().hasTerminated()
        || (status.getState().hasWaiting() && status.getLastState().hasTerminated());
  }
}
