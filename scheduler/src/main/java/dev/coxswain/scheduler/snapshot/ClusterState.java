package dev.coxswain.scheduler.snapshot;

import dev.coxswain.api.core.v1.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What is known of nodes and of the pods on them, including pods whose binding is under way
/// ("assumed").
///
/// Informers and the scheduling loop write; [#snapshot] costs as much as there are nodes, and
/// nothing when nothing changed.
public final class ClusterState {
  private final Map<String, NodeView> nodes = new TreeMap<>();
  // By uid. Also pods on nodes that are not known yet: the two informers are not in step.
  private final Map<String, PodView> pods = new HashMap<>();
  private final Map<String, String> nodeOfPod = new HashMap<>();
  private Optional<Snapshot> latest = Optional.empty();

  public synchronized Snapshot snapshot() {
    if (latest.isEmpty()) {
      latest = Optional.of(new Snapshot(List.copyOf(nodes.values())));
    }
    return latest.get();
  }

  public synchronized Optional<NodeView> node(String name) {
    return Optional.ofNullable(nodes.get(name));
  }

  /// Adds or replaces the node.
  ///
  /// @return the node as it was
  public synchronized Optional<NodeView> putNode(Node node) {
    var name = node.getMetadata().getName();
    var before = Optional.ofNullable(nodes.get(name));
    change(name, before.map(view -> view.with(node)).orElseGet(() -> NodeView.of(node, on(name))));
    return before;
  }

  public synchronized void removeNode(String name) {
    nodes.remove(name);
    latest = Optional.empty();
  }

  /// The pod is on its node: seen there by the informer.
  public synchronized void putPod(PodView pod) {
    place(pod, pod.nodeName());
  }

  /// The pod is promised to the node; the informer will say the same, or [#removePod] takes it
  /// back.
  public synchronized void assume(PodView pod, String node) {
    place(pod, node);
  }

  /// The pod is gone, or will not come.
  ///
  /// @return the pod, if it was on a node or promised to one
  public synchronized Optional<PodView> removePod(String uid) {
    var pod = Optional.ofNullable(pods.remove(uid));
    var node = nodeOfPod.remove(uid);
    if (node != null && nodes.containsKey(node)) {
      change(node, nodes.get(node).without(uid));
    }
    return pod;
  }

  /// Whether the pod is on a node or promised to one.
  public synchronized boolean isPlaced(String uid) {
    return pods.containsKey(uid);
  }

  private void place(PodView pod, String node) {
    if (isPlaced(pod.uid())) {
      removePod(pod.uid());
    }
    pods.put(pod.uid(), pod);
    nodeOfPod.put(pod.uid(), node);
    if (nodes.containsKey(node)) {
      change(node, nodes.get(node).with(pod));
    }
  }

  private void change(String name, NodeView view) {
    nodes.put(name, view);
    latest = Optional.empty();
  }

  private List<PodView> on(String node) {
    var found = new ArrayList<PodView>();
    nodeOfPod.forEach((uid, name) -> {
      if (name.equals(node)) {
        found.add(pods.get(uid));
      }
    });
    return found;
  }
}
