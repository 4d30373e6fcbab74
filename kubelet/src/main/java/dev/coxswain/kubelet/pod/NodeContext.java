package dev.coxswain.kubelet.pod;

import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.kubelet.cluster.Events;
import dev.coxswain.kubelet.container.ContainerSpecs;
import dev.coxswain.kubelet.dns.ResolvConf.ClusterDns;
import dev.coxswain.kubelet.hooks.Hooks;
import dev.coxswain.kubelet.images.Images;
import dev.coxswain.kubelet.network.PodNetwork;
import dev.coxswain.kubelet.probes.Prober;
import dev.coxswain.kubelet.runtime.ContainerRuntime;
import dev.coxswain.kubelet.status.StatusSink;
import dev.coxswain.kubelet.volumes.PodFolders;
import dev.coxswain.kubelet.volumes.Volumes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/// Everything on the node that a pod worker works with.
///
/// @param background runs what a worker must not wait for
public record NodeContext(
    ContainerRuntime runtime,
    PodNetwork network,
    Images images,
    Volumes volumes,
    ContainerSpecs specs,
    PodFolders folders,
    Prober prober,
    Hooks hooks,
    Events events,
    StatusSink statuses,
    ClusterDns dns,
    Facts facts,
    InstantSource clock,
    Executor background) {

  /// @param addresses the node's, the preferred one first
  /// @param resync how often a pod is looked at although nothing happened
  public record Facts(
      String nodeName,
      List<String> addresses,
      Map<String, Quantity> allocatable,
      String pauseImage,
      Duration resync) {}
}
