package dev.coxswain.scheduler.snapshot;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.apimachinery.quantity.Amount;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A node and what is promised to pods on it.
public final class NodeView {
  private final Node node;
  private final Resources allocatable;
  private final long allowedPods;
  private final List<PodView> pods;
  private final Resources requested;
  private final Resources scoringRequested;
  private final List<HostPort> usedPorts;

  private NodeView(
      Node node,
      Resources allocatable,
      long allowedPods,
      List<PodView> pods,
      Resources requested,
      Resources scoringRequested,
      List<HostPort> usedPorts) {
    this.node = node;
    this.allocatable = allocatable;
    this.allowedPods = allowedPods;
    this.pods = pods;
    this.requested = requested;
    this.scoringRequested = scoringRequested;
    this.usedPorts = usedPorts;
  }

  /// A node with these pods.
  public static NodeView of(Node node, List<PodView> pods) {
    return new NodeView(
        node,
        Resources.of(node.getStatus().getAllocatableMap()),
        allowedPods(node),
        List.copyOf(pods),
        sum(pods.stream().map(PodView::requests)),
        sum(pods.stream().map(PodView::scoringRequests)),
        pods.stream().flatMap(pod -> pod.hostPorts().stream()).toList());
  }

  /// The same node with one pod more.
  public NodeView with(PodView pod) {
    var more = new ArrayList<PodView>(pods.size() + 1);
    more.addAll(pods);
    more.add(pod);
    return new NodeView(
        node,
        allocatable,
        allowedPods,
        more,
        requested.plus(pod.requests()),
        scoringRequested.plus(pod.scoringRequests()),
        pod.hostPorts().isEmpty()
            ? usedPorts
            : Stream.concat(usedPorts.stream(), pod.hostPorts().stream()).toList());
  }

  /// The same node without a pod.
  public NodeView without(String podUid) {
    return of(node, pods.stream().filter(pod -> !pod.uid().equals(podUid)).toList());
  }

  /// The same pods on the node as it is now.
  public NodeView with(Node changed) {
    return new NodeView(
        changed,
        Resources.of(changed.getStatus().getAllocatableMap()),
        allowedPods(changed),
        pods,
        requested,
        scoringRequested,
        usedPorts);
  }

  public Node node() {
    return node;
  }

  public String name() {
    return node.getMetadata().getName();
  }

  public Resources allocatable() {
    return allocatable;
  }

  public long allowedPods() {
    return allowedPods;
  }

  public List<PodView> pods() {
    return pods;
  }

  /// The sum of what the pods ask for.
  public Resources requested() {
    return requested;
  }

  /// The sum of the pods' [PodView#scoringRequests].
  public Resources scoringRequested() {
    return scoringRequested;
  }

  public List<HostPort> usedPorts() {
    return usedPorts;
  }

  @Override
  public String toString() {
    return name() + "(" + pods.size() + " pods)";
  }

  private static Resources sum(Stream<Resources> all) {
    return all.reduce(Resources.NONE, Resources::plus);
  }

  private static long allowedPods(Node node) {
    var pods = node.getStatus().getAllocatableMap().get("pods");
    return pods == null ? 0 : Amount.of(pods).value();
  }
}
