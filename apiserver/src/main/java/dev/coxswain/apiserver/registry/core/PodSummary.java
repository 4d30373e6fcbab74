package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.ContainerStateTerminated;
import dev.coxswain.api.core.v1.ContainerStatus;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.time.Times;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A pod in a few words, for its row in the table.
///
/// @param status the phase, or what keeps the pod from running: `Init:0/1`, `CrashLoopBackOff`,
///   `Terminating`
record PodSummary(
    int ready, int total, String status, int restarts, Optional<Instant> lastRestart) {

  static PodSummary of(Pod pod) {
    var status = pod.getStatus();
    var init = initialization(pod);
    var inits = restartable(pod, status.getInitContainerStatusesList());
    int total =
        pod.getSpec().getContainersCount()
            + (int)
                pod.getSpec().getInitContainersList().stream()
                    .filter(PodSummary::isSidecar)
                    .count();
    if (init.blockedBy().isPresent() && !isTrue(pod, "Initialized")) {
      var all = status.getInitContainerStatusesList().subList(0, init.seen());
      return new PodSummary(
          init.ready(), total, named(pod, init.blockedBy().get()), restarts(all), last(all));
    }
    var containers = status.getContainerStatusesList();
    int running = (int) containers.stream().filter(PodSummary::isRunningReady).count();
    var counted = concat(inits, containers);
    return new PodSummary(
        init.ready() + running,
        total,
        named(pod, phaseOrReason(pod, init.blockedBy(), running > 0)),
        restarts(counted),
        last(counted));
  }

  static boolean isTrue(Pod pod, String condition) {
    return pod.getStatus().getConditionsList().stream()
        .anyMatch(c -> c.getType().equals(condition) && c.getStatus().equals("True"));
  }

  /// How far the init containers came: which one stands in the way, how many stay up and are ready.
  private record Initialization(Optional<String> blockedBy, int ready, int seen) {}

  private static Initialization initialization(Pod pod) {
    var statuses = pod.getStatus().getInitContainerStatusesList();
    int ready = 0;
    for (int i = 0; i < statuses.size(); i++) {
      var status = statuses.get(i);
      boolean done =
          status.getState().hasTerminated() && status.getState().getTerminated().getExitCode() == 0;
      boolean up = isSidecar(container(pod, status.getName())) && status.getStarted();
      if (up && status.getReady()) {
        ready++;
      }
      if (!done && !up) {
        return new Initialization(Optional.of(blockedBy(pod, status, i)), ready, i + 1);
      }
    }
    return new Initialization(Optional.empty(), ready, statuses.size());
  }

  private static String blockedBy(Pod pod, ContainerStatus status, int index) {
    var state = status.getState();
    if (state.hasTerminated()) {
      return "Init:" + ended(state.getTerminated());
    }
    var waiting = state.getWaiting().getReason();
    if (!waiting.isEmpty() && !waiting.equals("PodInitializing")) {
      return "Init:" + waiting;
    }
    return "Init:%d/%d".formatted(index, pod.getSpec().getInitContainersCount());
  }

  /// The reason of the first container that has one; else the pod's own.
  private static String phaseOrReason(Pod pod, Optional<String> blockedBy, boolean hasRunning) {
    var reason = blockedBy.orElse(ownReason(pod));
    for (var status : pod.getStatus().getContainerStatusesList().reversed()) {
      var state = status.getState();
      if (!state.getWaiting().getReason().isEmpty()) {
        reason = state.getWaiting().getReason();
      } else if (state.hasTerminated()) {
        reason = ended(state.getTerminated());
      }
    }
    if (reason.equals("Completed") && hasRunning) {
      return isTrue(pod, "Ready") ? "Running" : "NotReady";
    }
    return reason;
  }

  private static String ownReason(Pod pod) {
    boolean gated =
        pod.getStatus().getConditionsList().stream()
            .anyMatch(
                c -> c.getType().equals("PodScheduled") && c.getReason().equals("SchedulingGated"));
    if (gated) {
      return "SchedulingGated";
    }
    var reason = pod.getStatus().getReason();
    return reason.isEmpty() ? pod.getStatus().getPhase() : reason;
  }

  private static String named(Pod pod, String reason) {
    if (!pod.getMetadata().hasDeletionTimestamp()) {
      return reason;
    }
    if (pod.getStatus().getReason().equals("NodeLost")) {
      return "Unknown";
    }
    return Set.of("Failed", "Succeeded").contains(pod.getStatus().getPhase())
        ? reason
        : "Terminating";
  }

  private static String ended(ContainerStateTerminated terminated) {
    if (!terminated.getReason().isEmpty()) {
      return terminated.getReason();
    }
    return terminated.getSignal() != 0
        ? "Signal:" + terminated.getSignal()
        : "ExitCode:" + terminated.getExitCode();
  }

  private static boolean isRunningReady(ContainerStatus status) {
    return status.getReady() && status.getState().hasRunning();
  }

  private static List<ContainerStatus> restartable(Pod pod, List<ContainerStatus> statuses) {
    return statuses.stream().filter(s -> isSidecar(container(pod, s.getName()))).toList();
  }

  private static Container container(Pod pod, String name) {
    return pod.getSpec().getInitContainersList().stream()
        .filter(c -> c.getName().equals(name))
        .findFirst()
        .orElse(Container.getDefaultInstance());
  }

  private static boolean isSidecar(Container container) {
    return container.getRestartPolicy().equals("Always");
  }

  private static int restarts(List<ContainerStatus> statuses) {
    return statuses.stream().mapToInt(ContainerStatus::getRestartCount).sum();
  }

  private static Optional<Instant> last(List<ContainerStatus> statuses) {
    return statuses.stream()
        .map(s -> s.getLastState().getTerminated())
        .filter(ContainerStateTerminated::hasFinishedAt)
        .map(t -> Times.toInstant(t.getFinishedAt()))
        .max(Instant::compareTo);
  }

  private static List<ContainerStatus> concat(List<ContainerStatus> a, List<ContainerStatus> b) {
    return java.util.stream.Stream.concat(a.stream(), b.stream()).toList();
  }
}
