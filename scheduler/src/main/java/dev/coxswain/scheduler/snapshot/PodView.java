package dev.coxswain.scheduler.snapshot;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.meta.ObjectKey;
import java.util.List;
import java.util.Map;

/// A pod and what every decision wants to know of it, worked out once.
///
/// @param requests what it asks for
/// @param scoringRequests the same, with something for containers that ask for nothing
public record PodView(
    Pod pod,
    ObjectKey key,
    Resources requests,
    Resources scoringRequests,
    List<HostPort> hostPorts,
    PodAffinities affinities) {

  public static PodView of(Pod pod) {
    var spec = pod.getSpec();
    var ports =
        PodRequests.withPorts(spec)
            .flatMap(container -> container.getPortsList().stream())
            .filter(port -> port.getHostPort() > 0)
            .map(port -> new HostPort(port.getHostIP(), port.getProtocol(), port.getHostPort()))
            .toList();
    var metadata = pod.getMetadata();
    return new PodView(
        pod,
        new ObjectKey(metadata.getNamespace(), metadata.getName()),
        PodRequests.exact(spec),
        PodRequests.forScoring(spec),
        ports,
        PodAffinities.of(pod));
  }

  public String uid() {
    return pod.getMetadata().getUid();
  }

  public Map<String, String> labels() {
    return pod.getMetadata().getLabelsMap();
  }

  public int priority() {
    return pod.getSpec().getPriority();
  }

  /// Whether it has been told to end.
  public boolean isTerminating() {
    return pod.getMetadata().hasDeletionTimestamp();
  }

  /// The node it runs on; empty while there is none.
  public String nodeName() {
    return pod.getSpec().getNodeName();
  }

  /// The node that was cleared for it; empty if none was.
  public String nominatedNodeName() {
    return pod.getStatus().getNominatedNodeName();
  }

  @Override
  public String toString() {
    return key.toString();
  }
}
