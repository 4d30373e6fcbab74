package dev.coxswain.kubelet.status;

import dev.coxswain.api.core.v1.ContainerStatus;
import dev.coxswain.api.core.v1.HostIP;
import dev.coxswain.api.core.v1.PodIP;
import dev.coxswain.api.core.v1.PodStatus;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.kubelet.runtime.SandboxRecord;
import dev.coxswain.kubelet.spec.PodContainer;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Makes a pod's status. What others own in it (QoS class, nominations, their conditions) stays.
public final class PodStatuses {
  private PodStatuses() {}

  /// Same view, same status; with the status written back into the view's pod, still the same.
  public static PodStatus of(StatusView view) {
    var before = view.pod().getStatus();
    var init = initStatuses(view, before);
    var regular = regularStatuses(view, before, init);
    var phase = Phases.of(view, init, regular);
    var status =
        before.toBuilder()
            .setObservedGeneration(view.pod().getMetadata().getGeneration())
            .setPhase(phase)
            .clearInitContainerStatuses()
            .addAllInitContainerStatuses(init)
            .clearContainerStatuses()
            .addAllContainerStatuses(regular)
            .clearEphemeralContainerStatuses()
            .addAllEphemeralContainerStatuses(
                new ContainerStatuses(view, true)
                    .of(
                        PodContainer.ephemeral(view.pod()),
                        before.getEphemeralContainerStatusesList()));
    status.clearConditions().addAllConditions(new Conditions(view, phase, init, regular).all());
    if (!before.hasStartTime()) {
      status.setStartTime(Times.of(view.now()));
    }
    view.failure().ifPresent(why -> status.setReason(why.reason()).setMessage(why.message()));
    addresses(view, status);
    return status.build();
  }

  /// What others last wrote, with our part put over it.
  ///
  /// @param theirs as the control plane has it
  /// @param ours as [#of] made it
  public static PodStatus merge(PodStatus theirs, PodStatus ours) {
    var owned = ours.getConditionsList().stream().filter(Conditions::isOwned);
    var foreign = theirs.getConditionsList().stream().filter(c -> !Conditions.isOwned(c));
    return ours.toBuilder()
        .setQosClass(theirs.getQosClass().isEmpty() ? ours.getQosClass() : theirs.getQosClass())
        .setNominatedNodeName(theirs.getNominatedNodeName())
        .setResize(theirs.getResize())
        .clearConditions()
        .addAllConditions(Stream.concat(owned, foreign).toList())
        .build();
  }

  public static boolean isTerminal(PodStatus status) {
    return Phases.isTerminal(status.getPhase());
  }

  private static List<ContainerStatus> initStatuses(StatusView view, PodStatus before) {
    return new ContainerStatuses(view, true)
        .of(PodContainer.init(view.pod()), before.getInitContainerStatusesList());
  }

  private static List<ContainerStatus> regularStatuses(
      StatusView view, PodStatus before, List<ContainerStatus> init) {
    boolean initialized = PodContainer.init(view.pod()).isEmpty() || allDone(init);
    return new ContainerStatuses(view, initialized)
        .of(PodContainer.regular(view.pod()), before.getContainerStatusesList()).stream()
            .sorted(Comparator.comparing(ContainerStatus::getName))
            .toList();
  }

  private static boolean allDone(List<ContainerStatus> init) {
    return init.stream().allMatch(s -> s.getReady() || s.getStarted());
  }

  private static void addresses(StatusView view, PodStatus.Builder status) {
    if (!view.hostIps().isEmpty()) {
      status
          .setHostIP(view.hostIps().getFirst())
          .clearHostIPs()
          .addAllHostIPs(
              view.hostIps().stream().map(ip -> HostIP.newBuilder().setIp(ip).build()).toList());
    }
    var ip = podIp(view);
    if (!ip.isEmpty()) {
      status.setPodIP(ip).clearPodIPs().addPodIPs(PodIP.newBuilder().setIp(ip));
    }
  }

  private static String podIp(StatusView view) {
    if (!view.pod().getSpec().getHostNetwork()) {
      return view.runtime().runningSandbox().map(SandboxRecord::ip).orElse("");
    }
    return view.runtime().runningSandbox().isPresent() && !view.hostIps().isEmpty()
        ? view.hostIps().getFirst()
        : "";
  }
}
