package dev.coxswain.scheduler.snapshot;

import dev.coxswain.api.core.v1.Node;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What is known of nodes and of the pods on them, including pods whose binding is under way
/// ("assumed").
///
/// Informers and the scheduling loop write, from any thread; [#refresh] costs as much as changed.
public final class ClusterState {
  private final Map<String, NodeView> nodes = new HashMap<>();
  // By uid. Also pods on nodes that are not known yet: the two informers are not in step.
  private final Map<String, PodView> pods = new HashMap<>();
  private final Map<String, String> nodeOfPod = new HashMap<>();
  private final Map<String, Set<String>> podsOfNode = new HashMap<>();
  private Set<String> changed = new LinkedHashSet<>();

  /// Brings the one snapshot of this state up to date.
  public void refresh(Snapshot snapshot) {
    var views = new LinkedHashMap<String, Optional<NodeView>>();
    synchronized (this) {
      for (var name : changed) {
        views.put(name, node(name));
      }
      changed = new LinkedHashSet<>();
    }
    views.forEach((name, view) -> view.ifPresentOrElse(snapshot::put, () -> snapshot.remove(name)));
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
    changed.add(name);
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
    if (node != null) {
      podsOfNode.computeIfPresent(
          node,
          (_, uids) -> {
            uids.remove(uid);
            return uids.isEmpty() ? null : uids;
          });
      if (nodes.containsKey(node)) {
        change(node, nodes.get(node).without(uid));
      }
    }
    return pod;
  }

  /// Takes a promise back.
  ///
  /// @return false if it is none: the pod was seen on a node, or is not known
  public synchronized boolean forget(String uid) {
    var pod = pods.get(uid);
    boolean promised = pod != null && pod.nodeName().isEmpty();
    if (promised) {
      removePod(uid);
    }
    return promised;
  }

  /// The pod as it is known on its node, or promised to one.
  public synchronized Optional<PodView> pod(String uid) {
    return Optional.ofNullable(pods.get(uid));
  }

  /// Whether the pod is on a node or promised to one.
  public synchronized boolean isPlaced(String uid) {
    return pods.containsKey(uid);
  }

  public synchronized int nodeCount() {
    return nodes.size();
  }

  /// How many pods are on a node or promised to one.
  public synchronized int podCount() {
    return pods.size();
  }

  /// How many pods are promised to a node and were not seen there yet.
  public synchronized int promisedCount() {
    return Math.toIntExact(pods.values().stream().filter(p -> p.nodeName().isEmpty()).count());
  }

  private void place(PodView pod, String node) {
    if (isPlaced(pod.uid())) {
      removePod(pod.uid());
    }
    pods.put(pod.uid(), pod);
    nodeOfPod.put(pod.uid(), node);
    podsOfNode.computeIfAbsent(node, _ -> new LinkedHashSet<>()).add(pod.uid());
    if (nodes.containsKey(node)) {
      change(node, nodes.get(node).with(pod));
    }
  }

  private void change(String name, NodeView view) {
    nodes.put(name, view);
    changed.add(name);
  }

  private List<PodView> on(String node) {
    return podsOfNode.getOrDefault(node, Set.of()).stream().map(pods::get).toList();
  }
}
