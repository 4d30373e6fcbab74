package dev.coxswain.kubelet.status;

import dev.coxswain.api.core.v1.ContainerStatus;
import dev.coxswain.api.core.v1.PodCondition;
import dev.coxswain.api.meta.v1.Time;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.kubelet.spec.PodContainer;
import dev.coxswain.kubelet.spec.PodContainer.Role;
import dev.coxswain.kubelet.status.StatusView.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The conditions that the kubelet owns; those of others stay as they are.
final class Conditions {
  private static final String TRUE = "True";
  private static final String FALSE = "False";
  private static final String RESIZING = "PodResizeInProgress";
  private static final Set<String> OWNED =
      Set.of(
          "PodReadyToStartContainers",
          "Initialized",
          "Ready",
          "ContainersReady",
          "PodScheduled",
          RESIZING);

  /// Set by whoever ends a pod for reasons of its own: by us, but not only by us.
  private static final String DISRUPTION = "DisruptionTarget";

  private final StatusView view;
  private final String phase;
  private final List<ContainerStatus> initStatuses;
  private final List<ContainerStatus> statuses;

  Conditions(
      StatusView view,
      String phase,
      List<ContainerStatus> initStatuses,
      List<ContainerStatus> statuses) {
    this.view = view;
    this.phase = phase;
    this.initStatuses = initStatuses;
    this.statuses = statuses;
  }

  static boolean isOwned(PodCondition condition) {
    return OWNED.contains(condition.getType());
  }

  private record Verdict(boolean holds, String reason, String message) {
    static Verdict yes() {
      return new Verdict(true, "", "");
    }
  }

  List<PodCondition> all() {
    var containers = containersReady();
    var all = new ArrayList<PodCondition>();
    all.add(condition("PodReadyToStartContainers", new Verdict(hasSandbox(), "", "")));
    all.add(condition("Initialized", initialized()));
    all.add(condition("Ready", ready(containers)));
    all.add(condition("ContainersReady", containers));
    all.add(condition("PodScheduled", Verdict.yes()));
    ResizeState.of(view)
        .ifPresent(
            why -> all.add(condition(RESIZING, new Verdict(true, why.reason(), why.message()))));
    var disruption = view.failure().filter(Failure::disruption);
    disruption.ifPresent(why ->
        all.add(condition(DISRUPTION, new Verdict(true, "TerminationByKubelet", why.message()))));
    view.pod().getStatus().getConditionsList().stream()
        .filter(other -> !isOwned(other))
        .filter(other -> disruption.isEmpty() || !other.getType().equals(DISRUPTION))
        .forEach(all::add);
    return all;
  }

  private boolean hasSandbox() {
    return view.runtime()
        .runningSandbox()
        .map(s -> view.pod().getSpec().getHostNetwork() || !s.ip().isEmpty())
        .orElse(false);
  }

  private Verdict initialized() {
    if (phase.equals(Phases.SUCCEEDED)) {
      return new Verdict(true, "PodCompleted", "");
    }
    boolean started = statuses.stream().anyMatch(Conditions::hasRun);
    var missing = new ArrayList<String>();
    for (var container : PodContainer.init(view.pod())) {
      var status = find(initStatuses, container.name());
      boolean done = container.role() == Role.SIDECAR ? status.getStarted() : status.getReady();
      if (!done) {
        missing.add(container.name());
      }
    }
    return missing.isEmpty() || started
        ? Verdict.yes()
        : new Verdict(
            false,
            "ContainersNotInitialized",
            "containers with incomplete status: " + names(missing));
  }

  private static boolean hasRun(ContainerStatus status) {
    return status.getState().hasRunning()
        || status.getState().hasTerminated()
        || status.getLastState().hasTerminated();
  }

  private Verdict containersReady() {
    if (phase.equals(Phases.SUCCEEDED)) {
      return new Verdict(false, "PodCompleted", "");
    }
    if (phase.equals(Phases.FAILED)) {
      return new Verdict(false, "PodFailed", "");
    }
    var unready = new ArrayList<String>();
    PodContainer.init(view.pod()).stream()
        .filter(c -> c.role() == Role.SIDECAR && !find(initStatuses, c.name()).getReady())
        .forEach(c -> unready.add(c.name()));
    PodContainer.regular(view.pod()).stream()
        .filter(c -> !find(statuses, c.name()).getReady())
        .forEach(c -> unready.add(c.name()));
    return unready.isEmpty()
        ? Verdict.yes()
        : new Verdict(
            false, "ContainersNotReady", "containers with unready status: " + names(unready));
  }

  private Verdict ready(Verdict containers) {
    if (!containers.holds()) {
      return containers;
    }
    var complaints = new ArrayList<String>();
    for (var gate : view.pod().getSpec().getReadinessGatesList()) {
      var type = gate.getConditionType();
      var condition =
          view.pod().getStatus().getConditionsList().stream()
              .filter(c -> c.getType().equals(type))
              .findFirst();
      if (condition.isEmpty()) {
        complaints.add(
            "corresponding condition of pod readiness gate \"" + type + "\" does not exist.");
      } else if (!condition.get().getStatus().equals(TRUE)) {
        complaints.add(
            "the status of pod readiness gate \""
                + type
                + "\" is not \"True\", but "
                + condition.get().getStatus());
      }
    }
    return complaints.isEmpty()
        ? Verdict.yes()
        : new Verdict(false, "ReadinessGatesNotReady", String.join(", ", complaints));
  }

  private PodCondition condition(String type, Verdict verdict) {
    var status = verdict.holds() ? TRUE : FALSE;
    var before =
        view.pod().getStatus().getConditionsList().stream()
            .filter(c -> c.getType().equals(type))
            .findFirst();
    var since =
        before
            .filter(c -> c.getStatus().equals(status) && c.hasLastTransitionTime())
            .map(PodCondition::getLastTransitionTime)
            .orElse(Times.of(view.now()));
    return PodCondition.newBuilder()
        .setType(type)
        .setObservedGeneration(view.pod().getMetadata().getGeneration())
        .setStatus(status)
        .setLastProbeTime(Time.getDefaultInstance())
        .setLastTransitionTime(since)
        .setReason(verdict.reason())
        .setMessage(verdict.message())
        .build();
  }

  private static ContainerStatus find(List<ContainerStatus> statuses, String name) {
    return statuses.stream()
        .filter(s -> s.getName().equals(name))
        .findFirst()
        .orElse(ContainerStatus.getDefaultInstance());
  }

  /// As Go prints a list.
  private static String names(List<String> names) {
    return "[" + String.join(" ", names) + "]";
  }
}
