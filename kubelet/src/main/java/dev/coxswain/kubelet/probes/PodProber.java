package dev.coxswain.kubelet.probes;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.kubelet.cluster.Events;
import dev.coxswain.kubelet.runtime.ContainerRecord;
import dev.coxswain.kubelet.runtime.ContainerRecord.State;
import dev.coxswain.kubelet.runtime.ContainerRuntime;
import dev.coxswain.kubelet.runtime.PodRecord;
import dev.coxswain.kubelet.runtime.SandboxRecord;
import dev.coxswain.kubelet.spec.PodContainer;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Probes the containers of all pods of the node.
public final class PodProber implements Prober {
  private final Checks checks;
  private final Events events;
  private final InstantSource clock;
  private final Supplier<List<String>> nodeAddresses;
  private final Consumer<String> changed;
  private final Map<String, Map<String, ContainerProbes>> byPod = new ConcurrentHashMap<>();

  /// @param nodeAddresses where pods on the node's network listen
  /// @param changed called with the uid of a pod when the health of one of its containers has
  ///   changed
  public PodProber(
      ContainerRuntime runtime,
      HttpCheck http,
      Events events,
      InstantSource clock,
      Supplier<List<String>> nodeAddresses,
      Consumer<String> changed) {
    this.checks = new Checks(runtime, http);
    this.events = events;
    this.clock = clock;
    this.nodeAddresses = nodeAddresses;
    this.changed = changed;
  }

  @Override
  public void observe(Pod pod, PodRecord runtime, boolean terminating) {
    var uid = pod.getMetadata().getUid();
    var known = byPod.computeIfAbsent(uid, _ -> new ConcurrentHashMap<>());
    var running = new TreeMap<String, ContainerRecord>();
    runtime.running().forEach(container -> running.put(container.id(), container));
    known.forEach((id, probes) -> {
      if (!running.containsKey(id)) {
        probes.stop();
        known.remove(id);
      }
    });
    if (terminating) {
      known.values().forEach(ContainerProbes::stopAllButReadiness);
    } else {
      running.values().stream()
          .filter(container -> !known.containsKey(container.id()))
          .forEach(container -> start(pod, runtime, container, known));
    }
  }

  private void start(
      Pod pod, PodRecord runtime, ContainerRecord container, Map<String, ContainerProbes> known) {
    var spec = PodContainer.find(pod, container.name());
    if (spec.isEmpty() || !(container.state() instanceof State.Running running)) {
      return;
    }
    var ip =
        pod.getSpec().getHostNetwork()
            ? nodeAddresses.get().stream().findFirst().orElse("")
            : runtime.runningSandbox().map(SandboxRecord::ip).orElse("");
    var target =
        new ContainerProbes.Target(
            pod, spec.get().spec(), spec.get().fieldPath(), container, running.since(), ip);
    var uid = pod.getMetadata().getUid();
    var probes = new ContainerProbes(checks, events, clock, target, () -> changed.accept(uid));
    known.put(container.id(), probes);
    probes.start();
  }

  @Override
  public Map<String, ContainerHealth> health(String podUid) {
    var health = new TreeMap<String, ContainerHealth>();
    byPod.getOrDefault(podUid, Map.of()).forEach((id, probes) -> health.put(id, probes.health()));
    return health;
  }

  @Override
  public void forget(String podUid) {
    var known = byPod.remove(podUid);
    if (known != null) {
      known.values().forEach(ContainerProbes::stop);
    }
  }
}
