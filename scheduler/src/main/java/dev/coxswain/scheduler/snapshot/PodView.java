package dev.coxswain.scheduler.snapshot;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import java.util.List;

/// A pod and what every decision wants to know of it, worked out once.
///
/// @param requests what it asks for
/// @param scoringRequests the same, with something for containers that ask for nothing
public record PodView(
    Pod pod,
    ObjectKey key,
    Resources requests,
    Resources scoringRequests,
    List<HostPort> hostPorts) {

  public static PodView of(Pod pod) {
    var spec = pod.getSpec();
    var ports =
        PodRequests.withPorts(spec)
            .flatMap(container -> container.getPortsList().stream())
            .filter(port -> port.getHostPort() > 0)
            .map(port -> new HostPort(port.getHostIP(), port.getProtocol(), port.getHostPort()))
            .toList();
    return new PodView(
        pod, Metadata.key(pod), PodRequests.exact(spec), PodRequests.forScoring(spec), ports);
  }

  public String uid() {
    return pod.getMetadata().getUid();
  }

  public int priority() {
    return pod.getSpec().getPriority();
  }

  /// The node it runs on; empty while there is none.
  public String nodeName() {
    return pod.getSpec().getNodeName();
  }

  @Override
  public String toString() {
    return key.toString();
  }
}
