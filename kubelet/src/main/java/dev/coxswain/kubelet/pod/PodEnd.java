package dev.coxswain.kubelet.pod;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.kubelet.runtime.PodId;
import dev.coxswain.kubelet.runtime.PodRecord;
import dev.coxswain.kubelet.runtime.RuntimeFailure;
import java.io.IOException;
import java.time.Duration;

/// The end of one pod: its containers first, then its sandbox, and what it leaves behind only once
/// the cluster has forgotten it.
final class PodEnd {
  private final NodeContext node;
  private final PodStopper stopper;

  PodEnd(NodeContext node, PodStopper stopper) {
    this.node = node;
    this.stopper = stopper;
  }

  /// How far it got.
  enum Progress {
    /// Containers are being stopped.
    STOPPING,
    /// Something else went down: look again.
    MOVING,
    /// Nothing of it runs.
    DOWN
  }

  /// Takes everything down, one step at a time.
  ///
  /// @param grace how long all of its containers get together
  Progress advance(Pod pod, PodRecord runtime, Duration grace) {
    node.prober().observe(pod, runtime, true);
    if (!runtime.running().isEmpty()) {
      stopper.stopInOrder(pod, runtime, stopper.deadline(pod, grace));
      return Progress.STOPPING;
    }
    if (stopSandboxes(runtime)) {
      return Progress.MOVING;
    }
    node.prober().forget(pod.getMetadata().getUid());
    return Progress.DOWN;
  }

  /// @return whether any was still running
  boolean stopSandboxes(PodRecord runtime) {
    boolean any = false;
    for (var sandbox : runtime.sandboxes()) {
      if (sandbox.running()) {
        node.runtime().stop(sandbox.id(), Duration.ZERO);
        any = true;
      }
    }
    return any;
  }

  /// Removes whatever is left of it on the node.
  void forget(Pod pod, PodRecord runtime) throws InterruptedException {
    runtime.containers().forEach(container -> node.runtime().remove(container.id()));
    runtime.sandboxes().forEach(sandbox -> node.runtime().remove(sandbox.id()));
    try {
      node.volumes().remove(pod.getMetadata().getUid());
    } catch (IOException e) {
      throw new RuntimeFailure("cannot remove the files of pod " + PodId.of(pod), e);
    }
    node.statuses().forget(pod.getMetadata().getUid());
  }

  /// How long its containers get to stop.
  static Duration grace(Pod pod) {
    var metadata = pod.getMetadata();
    long seconds =
        metadata.hasDeletionGracePeriodSeconds()
            ? metadata.getDeletionGracePeriodSeconds()
            : pod.getSpec().getTerminationGracePeriodSeconds();
    return Duration.ofSeconds(Math.max(1, seconds));
  }
}
