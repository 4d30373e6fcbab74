package dev.coxswain.kubelet.pod;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.kubelet.probes.ContainerHealth;
import dev.coxswain.kubelet.runtime.ContainerRecord;
import dev.coxswain.kubelet.runtime.ContainerRecord.State;
import dev.coxswain.kubelet.runtime.PodRecord;
import dev.coxswain.kubelet.runtime.SandboxRecord;
import dev.coxswain.kubelet.spec.PodContainer;
import dev.coxswain.kubelet.spec.PodContainer.Role;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Everything that one decision about a pod may look at: its spec, and what the runtime has of it.
///
/// @param health what the probes say, by id of the container
record PodView(
    Pod pod,
    PodRecord runtime,
    Map<String, ContainerHealth> health,
    CrashBackoff backoff,
    Instant now) {

  Optional<SandboxRecord> sandbox() {
    return runtime.runningSandbox();
  }

  Optional<ContainerRecord> newest(PodContainer container) {
    return runtime.newest(container.name());
  }

  /// The newest container of that name, if it was made in the sandbox that runs.
  Optional<ContainerRecord> current(PodContainer container) {
    return newest(container)
        .filter(c -> sandbox().map(s -> s.id().equals(c.sandboxId())).orElse(false));
  }

  Optional<State.Exited> exit(PodContainer container) {
    return newest(container)
        .map(ContainerRecord::state)
        .filter(State.Exited.class::isInstance)
        .map(State.Exited.class::cast);
  }

  ContainerHealth health(PodContainer container, ContainerRecord running) {
    return health.getOrDefault(running.id(), ContainerHealth.initial(container.spec()));
  }

  /// Whether the pod's policy wants it to run again after that end.
  boolean restarts(PodContainer container, State.Exited exited) {
    return container.restartsAfter(exited.code(), pod.getSpec().getRestartPolicy());
  }

  /// Whether it will be started, again or for the first time.
  boolean startsAgain(PodContainer container) {
    return newest(container)
        .map(found ->
            switch (found.state()) {
              case State.Created _ -> true;
              case State.Running _ -> false;
              case State.Exited exited ->
                  restarts(container, exited) || isOutdated(container, found);
            })
        .orElse(true);
  }

  /// Whether none of the regular containers runs, or ever will.
  boolean regularsAreOver() {
    return PodContainer.regular(pod).stream()
        .noneMatch(c -> startsAgain(c) || newest(c).map(ContainerRecord::isRunning).orElse(false));
  }

  boolean initFailedForGood() {
    return PodContainer.init(pod).stream()
        .filter(c -> c.role() == Role.INIT)
        .anyMatch(c -> exit(c).map(e -> e.code() != 0 && !restarts(c, e)).orElse(false));
  }

  /// Whether it was made from something else than what the spec says now.
  static boolean isOutdated(PodContainer container, ContainerRecord found) {
    return container.role() == Role.REGULAR && !found.specHash().equals(container.hash());
  }
}
