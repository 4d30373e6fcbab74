package dev.coxswain.kubelet.status;

import dev.coxswain.api.core.v1.ContainerState;
import dev.coxswain.api.core.v1.ContainerStateRunning;
import dev.coxswain.api.core.v1.ContainerStateTerminated;
import dev.coxswain.api.core.v1.ContainerStateWaiting;
import dev.coxswain.api.core.v1.ContainerStatus;
import dev.coxswain.api.core.v1.VolumeMount;
import dev.coxswain.api.core.v1.VolumeMountStatus;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.kubelet.probes.ContainerHealth;
import dev.coxswain.kubelet.runtime.ContainerRecord;
import dev.coxswain.kubelet.runtime.ContainerRecord.State;
import dev.coxswain.kubelet.spec.Limit;
import dev.coxswain.kubelet.spec.PodContainer;
import dev.coxswain.kubelet.spec.PodContainer.Role;
import java.util.List;
import java.util.Optional;

/// The statuses of a pod's containers.
final class ContainerStatuses {
  private static final int KILLED = 137;

  private final StatusView view;
  private final String defaultReason;

  /// @param initialized whether the regular containers could start
  ContainerStatuses(StatusView view, boolean initialized) {
    this.view = view;
    this.defaultReason = initialized ? "ContainerCreating" : "PodInitializing";
  }

  List<ContainerStatus> of(List<PodContainer> containers, List<ContainerStatus> before) {
    return containers.stream()
        .map(container ->
            of(
                container,
                before.stream().filter(s -> s.getName().equals(container.name())).findFirst()))
        .toList();
  }

  private ContainerStatus of(PodContainer container, Optional<ContainerStatus> before) {
    var records = view.runtime().all(container.name());
    return records.isEmpty()
        ? unknownToRuntime(container, before)
        : known(container, records.getFirst(), records);
  }

  private ContainerStatus unknownToRuntime(
      PodContainer container, Optional<ContainerStatus> before) {
    if (before.filter(s -> s.getState().hasTerminated()).isPresent()) {
      return before.orElseThrow();
    }
    var status = blank(container);
    before.ifPresent(
        old -> status.setRestartCount(old.getRestartCount()).setLastState(old.getLastState()));
    if (view.terminated() && before.filter(s -> s.getState().hasRunning()).isPresent()) {
      return status.setState(lost()).build();
    }
    return status.setState(waiting(container)).build();
  }

  private static ContainerState lost() {
    return ContainerState.newBuilder()
        .setTerminated(
            ContainerStateTerminated.newBuilder()
                .setExitCode(KILLED)
                .setReason("ContainerStatusUnknown")
                .setMessage("The container could not be located when the pod was terminated"))
        .build();
  }

  private ContainerStatus known(
      PodContainer container, ContainerRecord newest, List<ContainerRecord> all) {
    var status =
        blank(container)
            .setRestartCount(newest.attempt())
            .setImage(newest.image())
            .setImageID(newest.imageId())
            .setContainerID(id(newest));
    var earlier = all.stream().skip(1).filter(ContainerRecord::isExited).findFirst();
    earlier.ifPresent(old -> status.setLastState(terminated(old)));
    switch (newest.state()) {
      case State.Created _ -> status.setState(waiting(container));
      case State.Running running -> running(status, container, newest, running);
      case State.Exited exited -> exited(status, container, newest, exited);
    }
    return status.build();
  }

  private void running(
      ContainerStatus.Builder status,
      PodContainer container,
      ContainerRecord record,
      State.Running running) {
    var health = view.health().getOrDefault(record.id(), ContainerHealth.initial(container.spec()));
    status
        .setState(
            ContainerState.newBuilder()
                .setRunning(
                    ContainerStateRunning.newBuilder().setStartedAt(Times.of(running.since()))))
        .setStarted(container.role() != Role.INIT && health.started())
        .setReady(container.role() != Role.INIT && health.ready())
        .putAllAllocatedResources(container.spec().getResources().getRequestsMap())
        .setResources(Limit.actual(record.limits(), container.spec().getResources()));
  }

  /// A container that will be started again shows what it waits for; how it ended moves to the last
  /// state.
  private void exited(
      ContainerStatus.Builder status,
      PodContainer container,
      ContainerRecord record,
      State.Exited exited) {
    var policy = view.pod().getSpec().getRestartPolicy();
    boolean again = !view.terminated() && container.restartsAfter(exited.code(), policy);
    if (again && view.waiting().containsKey(container.name())) {
      status.setState(waiting(container)).setLastState(terminated(record));
    } else {
      status.setState(terminated(record));
    }
    status.setReady(container.role() == Role.INIT && exited.code() == 0);
  }

  private ContainerState waiting(PodContainer container) {
    var fallback =
        container.role() == Role.REGULAR || container.role() == Role.EPHEMERAL
            ? defaultReason
            : "PodInitializing";
    var why = view.waiting().getOrDefault(container.name(), new StatusView.Waiting(fallback, ""));
    return ContainerState.newBuilder()
        .setWaiting(
            ContainerStateWaiting.newBuilder().setReason(why.reason()).setMessage(why.message()))
        .build();
  }

  private ContainerState terminated(ContainerRecord record) {
    var exited = (State.Exited) record.state();
    return ContainerState.newBuilder()
        .setTerminated(
            ContainerStateTerminated.newBuilder()
                .setExitCode(exited.code())
                .setReason(exited.reason())
                .setMessage(view.messages().getOrDefault(record.id(), exited.message()))
                .setStartedAt(Times.of(exited.started()))
                .setFinishedAt(Times.of(exited.finished()))
                .setContainerID(id(record)))
        .build();
  }

  private static ContainerStatus.Builder blank(PodContainer container) {
    var status =
        ContainerStatus.newBuilder()
            .setName(container.name())
            .setImage(container.spec().getImage())
            .setState(ContainerState.getDefaultInstance())
            .setLastState(ContainerState.getDefaultInstance())
            .setStarted(false);
    container.spec().getVolumeMountsList().forEach(mount -> status.addVolumeMounts(mount(mount)));
    return status;
  }

  private static VolumeMountStatus mount(VolumeMount mount) {
    var status =
        VolumeMountStatus.newBuilder()
            .setName(mount.getName())
            .setMountPath(mount.getMountPath())
            .setReadOnly(mount.getReadOnly());
    if (mount.getReadOnly()) {
      status.setRecursiveReadOnly("Disabled");
    }
    return status.build();
  }

  private static String id(ContainerRecord record) {
    return "docker://" + record.id();
  }
}
