package dev.coxswain.scheduler.snapshot;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Taint;
import dev.coxswain.apimachinery.quantity.Amount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A node and what is promised to pods on it.
public final class NodeView {
  private final Facts facts;
  private final List<PodView> pods;
  private final Resources requested;
  private final Resources scoringRequested;
  private final List<HostPort> usedPorts;

  /// What the node's object says, read once.
  private record Facts(
      Node node,
      String name,
      Map<String, String> labels,
      Resources allocatable,
      long allowedPods,
      Map<String, Long> images,
      boolean cordoned,
      List<Taint> taints) {
    static Facts of(Node node) {
      var allocatable = node.getStatus().getAllocatableMap();
      var pods = allocatable.get("pods");
      var images = new HashMap<String, Long>();
      for (var image : node.getStatus().getImagesList()) {
        image.getNamesList().forEach(name -> images.put(name, image.getSizeBytes()));
      }
      return new Facts(
          node,
          node.getMetadata().getName(),
          node.getMetadata().getLabelsMap(),
          Resources.of(allocatable),
          pods == null ? 0 : Amount.of(pods).value(),
          images,
          node.getSpec().getUnschedulable(),
          node.getSpec().getTaintsList());
    }
  }

  private NodeView(
      Facts facts,
      List<PodView> pods,
      Resources requested,
      Resources scoringRequested,
      List<HostPort> usedPorts) {
    this.facts = facts;
    this.pods = pods;
    this.requested = requested;
    this.scoringRequested = scoringRequested;
    this.usedPorts = usedPorts;
  }

  /// A node with these pods.
  public static NodeView of(Node node, List<PodView> pods) {
    return new NodeView(
        Facts.of(node),
        List.copyOf(pods),
        sum(pods.stream().map(PodView::requests)),
        sum(pods.stream().map(PodView::scoringRequests)),
        ports(pods));
  }

  /// The same node with one pod more, as the last one.
  public NodeView with(PodView pod) {
    var more = new ArrayList<PodView>(pods.size() + 1);
    more.addAll(pods);
    more.add(pod);
    return new NodeView(
        facts,
        more,
        requested.plus(pod.requests()),
        scoringRequested.plus(pod.scoringRequests()),
        pod.hostPorts().isEmpty()
            ? usedPorts
            : Stream.concat(usedPorts.stream(), pod.hostPorts().stream()).toList());
  }

  /// The same node without a pod; the others keep their order.
  public NodeView without(String podUid) {
    var rest = new ArrayList<PodView>(pods.size());
    var asked = requested;
    var scoring = scoringRequested;
    boolean portsChanged = false;
    for (var pod : pods) {
      if (pod.uid().equals(podUid)) {
        asked = asked.minus(pod.requests());
        scoring = scoring.minus(pod.scoringRequests());
        portsChanged |= !pod.hostPorts().isEmpty();
      } else {
        rest.add(pod);
      }
    }
    return new NodeView(facts, rest, asked, scoring, portsChanged ? ports(rest) : usedPorts);
  }

  /// The same pods on the node as it is now.
  public NodeView with(Node changed) {
    return new NodeView(Facts.of(changed), pods, requested, scoringRequested, usedPorts);
  }

  public Node node() {
    return facts.node();
  }

  public String name() {
    return facts.name();
  }

  public Map<String, String> labels() {
    return facts.labels();
  }

  public Resources allocatable() {
    return facts.allocatable();
  }

  public long allowedPods() {
    return facts.allowedPods();
  }

  /// The images it has, by each of their names, and their sizes in bytes.
  public Map<String, Long> images() {
    return facts.images();
  }

  /// Whether nothing new is to run there.
  public boolean isCordoned() {
    return facts.cordoned();
  }

  public List<Taint> taints() {
    return facts.taints();
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

  /// Whether pods are counted alike on this and the other: nothing that rules or topology go by
  /// differs.
  boolean isPlacedLike(NodeView other) {
    return hasSameNode(other)
        || (isCordoned() == other.isCordoned()
            && labels().equals(other.labels())
            && taints().equals(other.taints()));
  }

  // Equal ones would do as well, but take long to compare.
  @SuppressWarnings("ReferenceEquality")
  private boolean hasSameNode(NodeView other) {
    return facts == other.facts;
  }

  boolean hasSameImages(NodeView other) {
    return hasSameNode(other) || images().equals(other.images());
  }

  @Override
  public String toString() {
    return name() + "(" + pods.size() + " pods)";
  }

  private static Resources sum(Stream<Resources> all) {
    return all.reduce(Resources.NONE, Resources::plus);
  }

  private static List<HostPort> ports(List<PodView> pods) {
    return pods.stream().flatMap(pod -> pod.hostPorts().stream()).toList();
  }
}
