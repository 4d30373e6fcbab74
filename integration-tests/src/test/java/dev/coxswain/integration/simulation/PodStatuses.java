package dev.coxswain.integration.simulation;

import dev.coxswain.api.core.v1.ContainerState;
import dev.coxswain.api.core.v1.ContainerStateRunning;
import dev.coxswain.api.core.v1.ContainerStateTerminated;
import dev.coxswain.api.core.v1.ContainerStatus;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodCondition;
import dev.coxswain.api.core.v1.PodIP;
import dev.coxswain.apimachinery.time.Times;
import java.time.Instant;

/// What a kubelet writes about a pod whose containers all started. Pure.
final class PodStatuses {
  private PodStatuses() {}

  static boolean isReady(Pod pod) {
    return pod.getStatus().getConditionsList().stream()
        .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
  }

  static Pod with(Pod pod, boolean ready, String ip, Instant now) {
    var status =
        pod.getStatus().toBuilder()
            .setPhase("Running")
            .setPodIP(ip)
            .clearPodIPs()
            .addPodIPs(PodIP.newBuilder().setIp(ip))
            .clearConditions()
            .clearContainerStatuses();
    if (!status.hasStartTime()) {
      status.setStartTime(Times.of(now));
    }
    pod.getStatus().getConditionsList().stream()
        .filter(c -> c.getType().equals("PodScheduled"))
        .forEach(status::addConditions);
    status
        .addConditions(condition("Initialized", true, now))
        .addConditions(condition("ContainersReady", ready, now))
        .addConditions(condition("Ready", ready, now));
    pod.getSpec()
        .getContainersList()
        .forEach(container ->
            status.addContainerStatuses(
                ContainerStatus.newBuilder()
                    .setName(container.getName())
                    .setImage(container.getImage())
                    .setImageID("")
                    .setReady(ready)
                    .setStarted(true)
                    .setState(
                        ContainerState.newBuilder()
                            .setRunning(
                                ContainerStateRunning.newBuilder().setStartedAt(Times.of(now))))));
    return pod.toBuilder().setStatus(status).build();
  }

  /// Whether its containers end by themselves.
  static boolean ends(Pod pod) {
    return pod.getSpec().getRestartPolicy().equals("Never");
  }

  static boolean hasEnded(Pod pod) {
    var phase = pod.getStatus().getPhase();
    return phase.equals("Succeeded") || phase.equals("Failed");
  }

  /// All containers did what they were to do.
  static Pod succeeded(Pod pod, String ip, Instant now) {
    var ended = with(pod, false, ip, now).toBuilder();
    var status = ended.getStatusBuilder().setPhase("Succeeded");
    for (var container : status.getContainerStatusesBuilderList()) {
      container
          .setStarted(false)
          .setState(
              ContainerState.newBuilder()
                  .setTerminated(
                      ContainerStateTerminated.newBuilder()
                          .setExitCode(0)
                          .setReason("Completed")
                          .setStartedAt(Times.of(now))
                          .setFinishedAt(Times.of(now))));
    }
    return ended.build();
  }

  private static PodCondition condition(String type, boolean holds, Instant now) {
    return PodCondition.newBuilder()
        .setType(type)
        .setStatus(holds ? "True" : "False")
        .setLastTransitionTime(Times.of(now))
        .build();
  }
}
