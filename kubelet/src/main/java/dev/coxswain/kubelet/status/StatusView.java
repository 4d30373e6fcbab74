package dev.coxswain.kubelet.status;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.kubelet.probes.ContainerHealth;
import dev.coxswain.kubelet.runtime.PodRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything that a pod's status is made from.
///
/// @param health what the probes say, by id of the container
/// @param waiting why containers that don't run don't, by name of the container
/// @param messages what ended containers had to say, by id of the container
/// @param hostIps the node's addresses, the preferred one first
/// @param failure why the node gave the pod up, if it did
/// @param terminated nothing of the pod runs, and nothing ever will
public record StatusView(
    Pod pod,
    PodRecord runtime,
    Map<String, ContainerHealth> health,
    Map<String, Waiting> waiting,
    Map<String, String> messages,
    List<String> hostIps,
    Optional<Failure> failure,
    boolean terminated,
    Instant now) {

  public StatusView {
    health = Map.copyOf(health);
    waiting = Map.copyOf(waiting);
    messages = Map.copyOf(messages);
    hostIps = List.copyOf(hostIps);
  }

  /// Why a container does not run.
  public record Waiting(String reason, String message) {}

  /// Why the whole pod failed, whatever its containers do.
  ///
  /// @param disruption whether the node's trouble ended it, and not its own
  public record Failure(String reason, String message, boolean disruption) {}
}
