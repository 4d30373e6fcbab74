package dev.coxswain.kubelet.server;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.kubelet.runtime.ContainerRecord;
import dev.coxswain.kubelet.runtime.ContainerRecord.State;
import dev.coxswain.kubelet.runtime.ContainerRuntime;
import dev.coxswain.kubelet.runtime.PodRecord;
import dev.coxswain.kubelet.runtime.SandboxRecord;
import dev.coxswain.kubelet.spec.PodContainer;

/// Finds what a request is about.
final class Targets {
  private final NodePods pods;
  private final ContainerRuntime runtime;

  Targets(NodePods pods, ContainerRuntime runtime) {
    this.pods = pods;
    this.runtime = runtime;
  }

  /// The id of a container that runs.
  String running(String namespace, String name, String container) throws Refused {
    var record = record(pod(namespace, name));
    return record
        .newest(container)
        .filter(ContainerRecord::isRunning)
        .orElseThrow(() -> new Refused(500, "container not found (\"" + container + "\")"))
        .id();
  }

  /// The id of the container whose output is wanted.
  ///
  /// @param previous the one before the one that runs or will run
  String logged(String namespace, String name, String container, boolean previous) throws Refused {
    var pod = pod(namespace, name);
    var spec =
        PodContainer.find(pod, container)
            .orElseThrow(
                () -> new Refused(404, "container " + container + " is not valid for pod " + name));
    var all =
        record(pod).all(container).stream()
            .filter(c -> !(c.state() instanceof State.Created))
            .toList();
    if (previous) {
      boolean newestIsPrevious = !all.isEmpty() && isAboutToRestart(pod, spec, all.getFirst());
      return all.stream()
          .skip(newestIsPrevious ? 0 : 1)
          .findFirst()
          .orElseThrow(() ->
              new Refused(
                  400,
                  "previous terminated container \"%s\" in pod \"%s\" not found"
                      .formatted(container, name)))
          .id();
    }
    if (all.isEmpty()) {
      throw new Refused(
          400,
          "container \"%s\" in pod \"%s\" is waiting to start: %s"
              .formatted(container, name, waitingReason(pod, container)));
    }
    return all.getFirst().id();
  }

  /// The sandbox of a pod that runs.
  SandboxRecord sandbox(String namespace, String name) throws Refused {
    var pod = pod(namespace, name);
    return record(pod)
        .runningSandbox()
        .orElseThrow(
            () -> new Refused(500, "pod " + name + " is not running, so no port can be reached"));
  }

  Pod pod(String namespace, String name) throws Refused {
    return pods.find(new ObjectKey(namespace, name))
        .orElseThrow(() -> new Refused(404, "pod \"" + name + "\" does not exist on this node"));
  }

  private static boolean isAboutToRestart(Pod pod, PodContainer spec, ContainerRecord newest) {
    return newest.state() instanceof State.Exited exited
        && spec.restartsAfter(exited.code(), pod.getSpec().getRestartPolicy());
  }

  private static String waitingReason(Pod pod, String container) {
    return pod.getStatus().getContainerStatusesList().stream()
        .filter(status -> status.getName().equals(container))
        .map(status -> status.getState().getWaiting().getReason())
        .filter(reason -> !reason.isEmpty())
        .findFirst()
        .orElse("ContainerCreating");
  }

  private PodRecord record(Pod pod) {
    return runtime.pod(pod.getMetadata().getUid());
  }
}
