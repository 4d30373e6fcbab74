package dev.coxswain.kubelet.pod;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.kubelet.runtime.ContainerRecord;
import dev.coxswain.kubelet.runtime.PodRecord;
import dev.coxswain.kubelet.runtime.SandboxRecord;
import dev.coxswain.kubelet.spec.PodContainer;
import dev.coxswain.kubelet.spec.PodContainer.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Stops the containers of one pod, each only once, without waiting for them.
final class PodStopper {
  private final NodeContext node;
  private final Runnable wake;
  private final Map<String, ContainerStop> stops = new TreeMap<>();
  private Optional<Instant> deadline = Optional.empty();

  /// @param wake called when a container has ended
  PodStopper(NodeContext node, Runnable wake) {
    this.node = node;
    this.wake = wake;
  }

  /// Until when the whole pod has to be down: set once, and only ever made earlier.
  Instant deadline(Pod pod, Duration grace) {
    var now = node.clock().instant();
    var wanted = now.plus(grace);
    deadline = Optional.of(deadline.filter(known -> known.isBefore(wanted)).orElse(wanted));
    return deadline.get();
  }

  /// Everything at once.
  void stopAll(Pod pod, PodRecord runtime, Instant until, Optional<String> reason) {
    for (var running : runtime.running()) {
      stop(pod, running, PodContainer.find(pod, running.name()), until, ip(runtime), reason);
    }
  }

  /// Sidecars outlive what they serve: they go last, the one that came first at the very end.
  void stopInOrder(Pod pod, PodRecord runtime, Instant until) {
    var sidecars =
        PodContainer.init(pod).stream()
            .filter(c -> c.role() == Role.SIDECAR)
            .map(PodContainer::name)
            .toList();
    var others = runtime.running().stream().filter(c -> !sidecars.contains(c.name())).toList();
    var next = others.isEmpty() ? lastSidecar(runtime, sidecars) : others;
    for (var running : next) {
      stop(
          pod,
          running,
          PodContainer.find(pod, running.name()),
          until,
          ip(runtime),
          Optional.empty());
    }
  }

  private static List<ContainerRecord> lastSidecar(PodRecord runtime, List<String> sidecars) {
    return sidecars.reversed().stream()
        .flatMap(name -> runtime.running().stream().filter(c -> c.name().equals(name)))
        .limit(1)
        .toList();
  }

  /// @param reason what the event says; otherwise that the container is stopped
  void stop(
      Pod pod,
      ContainerRecord running,
      Optional<PodContainer> spec,
      Instant until,
      String podIp,
      Optional<String> reason) {
    var known = stops.get(running.id());
    if (known != null && !known.failed()) {
      known.hurry(until);
      return;
    }
    var field = spec.map(PodContainer::fieldPath).orElse("");
    node.events()
        .normal(pod, field, "Killing", reason.orElse("Stopping container " + running.name()));
    var stop = new ContainerStop(node, pod, running, until, wake);
    stops.put(running.id(), stop);
    stop.begin(spec, podIp);
  }

  void forgetEnded(PodRecord runtime) {
    stops.keySet().retainAll(runtime.running().stream().map(ContainerRecord::id).toList());
  }

  private static String ip(PodRecord runtime) {
    return runtime.runningSandbox().map(SandboxRecord::ip).orElse("");
  }
}
