package dev.coxswain.kubelet.pod;

import dev.coxswain.api.core.v1.Probe;
import dev.coxswain.kubelet.probes.ContainerHealth.Verdict;
import dev.coxswain.kubelet.runtime.ContainerRecord;
import dev.coxswain.kubelet.runtime.ContainerRecord.State;
import dev.coxswain.kubelet.runtime.ContainerSpec.Limits;
import dev.coxswain.kubelet.runtime.SandboxRecord;
import dev.coxswain.kubelet.spec.PodContainer;
import dev.coxswain.kubelet.spec.PodContainer.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Decides what a pod that should live needs next.
///
/// One plan at a time: whoever carries it out looks at the runtime again and asks for the next.
public final class PodActions {
  private final PodView view;
  private final Optional<SandboxRecord> sandbox;
  private final List<Action> actions = new ArrayList<>();
  private final Map<String, Pause> pauses = new TreeMap<>();

  private PodActions(PodView view) {
    this.view = view;
    this.sandbox = view.sandbox();
  }

  /// Everything one decision asks for.
  ///
  /// @param pauses the containers that have to wait before they are started again
  record Plan(List<Action> actions, Map<String, Pause> pauses) {
    Plan {
      actions = List.copyOf(actions);
      pauses = Map.copyOf(pauses);
    }

    /// The containers that should get other resources while they run.
    Set<String> resizes() {
      return actions.stream()
          .filter(Action.ResizeContainer.class::isInstance)
          .map(action -> ((Action.ResizeContainer) action).container().name())
          .collect(Collectors.toSet());
    }

    /// When to ask again, even if nothing happens until then.
    Optional<Instant> wakeAt() {
      return pauses.values().stream().map(Pause::until).min(Comparator.naturalOrder());
    }
  }

  /// @param length the pause that the container is in
  record Pause(PodContainer container, Duration length, Instant until) {}

  sealed interface Action {
    /// Ends every container and the sandbox.
    record KillPod(String reason) implements Action {}

    record CreateSandbox(int attempt) implements Action {}

    /// @param after when its predecessor ended
    record StartContainer(PodContainer container, int attempt, Optional<Instant> after)
        implements Action {}

    /// @param limits what it is held to from now on
    record ResizeContainer(PodContainer container, ContainerRecord running, Limits limits)
        implements Action {}

    /// @param grace how long it gets; empty for as long as the pod says
    record KillContainer(
        PodContainer container, ContainerRecord running, String reason, Optional<Duration> grace)
        implements Action {}
  }

  /// Same view, same plan; once the plan is carried out and nothing else happens, the next one has
  /// no actions.
  static Plan compute(PodView view) {
    var decision = new PodActions(view);
    decision.decide();
    return new Plan(decision.actions, decision.pauses);
  }

  private void decide() {
    if (sandbox.isEmpty()) {
      withoutSandbox();
      return;
    }
    ephemeralContainers();
    if (initContainersDone()) {
      regularContainers();
    }
  }

  /// Without a sandbox nothing can run: what still does belongs to one that died.
  private void withoutSandbox() {
    if (!view.runtime().running().isEmpty()) {
      actions.add(new Action.KillPod("Pod sandbox changed, it will be killed and re-created."));
    } else if (needsSandbox()) {
      int attempt = view.runtime().newestSandbox().map(old -> old.attempt() + 1).orElse(0);
      actions.add(new Action.CreateSandbox(attempt));
    }
  }

  private boolean needsSandbox() {
    if (view.runtime().newestSandbox().isEmpty() && view.runtime().containers().isEmpty()) {
      return true;
    }
    if (view.initFailedForGood()) {
      return false;
    }
    var regular = PodContainer.regular(view.pod());
    boolean neverStarted = regular.stream().allMatch(c -> view.newest(c).isEmpty());
    return neverStarted || regular.stream().anyMatch(view::startsAgain);
  }

  private void ephemeralContainers() {
    PodContainer.ephemeral(view.pod()).stream()
        .filter(container -> view.newest(container).isEmpty())
        .forEach(
            container -> actions.add(new Action.StartContainer(container, 0, Optional.empty())));
  }

  /// Starts the next init container, if there is one, and says whether the regular ones may run.
  private boolean initContainersDone() {
    boolean past = anyRegularStarted();
    for (var container : PodContainer.init(view.pod())) {
      boolean goOn =
          container.role() == Role.SIDECAR ? sidecar(container) : past || init(container);
      if (!goOn && !past) {
        return false;
      }
    }
    return true;
  }

  private boolean anyRegularStarted() {
    return PodContainer.regular(view.pod()).stream().anyMatch(c -> view.current(c).isPresent());
  }

  private boolean init(PodContainer container) {
    var found = view.current(container);
    if (found.isEmpty()) {
      start(container);
      return false;
    }
    return switch (found.get().state()) {
      case State.Created _ -> {
        start(container);
        yield false;
      }
      case State.Running _ -> false;
      case State.Exited exited when exited.code() == 0 -> true;
      case State.Exited exited when view.restarts(container, exited) -> {
        restart(container, exited);
        yield false;
      }
      case State.Exited _ -> {
        killIfAnythingRuns("Init container " + container.name() + " failed");
        yield false;
      }
    };
  }

  /// A sidecar that is no longer needed isn't started again: the pod is about to end.
  private boolean sidecar(PodContainer container) {
    var found = view.current(container);
    if (view.regularsAreOver()) {
      return true;
    }
    if (found.isEmpty() || found.get().state() instanceof State.Created) {
      start(container);
      return false;
    }
    if (found.get().state() instanceof State.Exited exited) {
      restart(container, exited);
      return false;
    }
    if (killIfUnwell(container, found.get())) {
      return false;
    }
    resize(container, found.get());
    return view.health(container, found.get()).started();
  }

  private void regularContainers() {
    boolean alive = false;
    for (var container : PodContainer.regular(view.pod())) {
      alive |= regular(container);
    }
    if (!alive) {
      killIfAnythingRuns("All containers have ended");
    }
  }

  /// Says whether the container runs or will.
  private boolean regular(PodContainer container) {
    var found = view.newest(container);
    if (found.isEmpty() || found.get().state() instanceof State.Created) {
      start(container);
      return true;
    }
    if (found.get().state() instanceof State.Exited exited) {
      boolean again = view.startsAgain(container);
      if (again) {
        restart(container, exited);
      }
      return again;
    }
    if (!killIfUnwell(container, found.get())) {
      resize(container, found.get());
    }
    return true;
  }

  private void resize(PodContainer container, ContainerRecord running) {
    var limits = container.wanted(running.limits());
    if (!limits.equals(running.limits())) {
      actions.add(new Action.ResizeContainer(container, running, limits));
    }
  }

  private boolean killIfUnwell(PodContainer container, ContainerRecord running) {
    var action = unwell(container, running);
    action.ifPresent(actions::add);
    return action.isPresent();
  }

  private Optional<Action> unwell(PodContainer container, ContainerRecord running) {
    if (PodView.isOutdated(container, running)) {
      return Optional.of(
          kill(container, running, " definition changed, will be restarted", Optional.empty()));
    }
    if (container.restartsToResize(running.limits())) {
      return Optional.of(kill(container, running, " resize requires restart", Optional.empty()));
    }
    boolean again = container.restartsAfter(1, view.pod().getSpec().getRestartPolicy());
    var and = again ? ", will be restarted" : "";
    return switch (view.health(container, running).verdict()) {
      case Verdict.ALIVE -> Optional.empty();
      case Verdict.LIVENESS_FAILED -> {
        var grace = grace(container.spec().getLivenessProbe());
        yield Optional.of(kill(container, running, " failed liveness probe" + and, grace));
      }
      case Verdict.STARTUP_FAILED -> {
        var grace = grace(container.spec().getStartupProbe());
        yield Optional.of(kill(container, running, " failed startup probe" + and, grace));
      }
    };
  }

  private static Action kill(
      PodContainer container, ContainerRecord running, String why, Optional<Duration> grace) {
    return new Action.KillContainer(
        container, running, "Container " + container.name() + why, grace);
  }

  /// A probe may give less time, or more, than the pod.
  private static Optional<Duration> grace(Probe probe) {
    return probe.hasTerminationGracePeriodSeconds()
        ? Optional.of(Duration.ofSeconds(probe.getTerminationGracePeriodSeconds()))
        : Optional.empty();
  }

  private void killIfAnythingRuns(String reason) {
    if (sandbox.isPresent() || !view.runtime().running().isEmpty()) {
      actions.add(new Action.KillPod(reason));
    }
  }

  private void start(PodContainer container) {
    int attempt =
        view.newest(container)
            .map(old -> old.state() instanceof State.Created ? old.attempt() : old.attempt() + 1)
            .orElse(0);
    actions.add(new Action.StartContainer(container, attempt, Optional.empty()));
  }

  private void restart(PodContainer container, State.Exited exited) {
    var until = view.backoff().waitsUntil(container.name(), exited.finished(), view.now());
    if (until.isPresent()) {
      var length = view.backoff().length(container.name(), exited.finished());
      pauses.put(container.name(), new Pause(container, length, until.get()));
    } else {
      int attempt = view.newest(container).orElseThrow().attempt() + 1;
      actions.add(new Action.StartContainer(container, attempt, Optional.of(exited.finished())));
    }
  }
}
