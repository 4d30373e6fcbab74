package dev.coxswain.scheduler.snapshot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// For which waiting pods nodes have been cleared: others must not take the room away. Callable
/// from any thread.
public final class Nominations {
  private final Map<String, Map<String, PodView>> byNode = new HashMap<>();
  private final Map<String, String> nodeOf = new HashMap<>();

  /// The node is being cleared for the pod, and no other one.
  public synchronized void put(PodView pod, String node) {
    remove(pod.uid());
    nodeOf.put(pod.uid(), node);
    byNode.computeIfAbsent(node, _ -> new LinkedHashMap<>()).put(pod.uid(), pod);
  }

  public synchronized void remove(String uid) {
    var node = nodeOf.remove(uid);
    if (node != null) {
      var pods = byNode.get(node);
      pods.remove(uid);
      if (pods.isEmpty()) {
        byNode.remove(node);
      }
    }
  }

  /// The pods that wait for the node, longest first.
  public synchronized List<PodView> on(String node) {
    if (byNode.isEmpty()) {
      return List.of();
    }
    var pods = byNode.get(node);
    return pods == null ? List.of() : new ArrayList<>(pods.values());
  }

  public synchronized boolean isEmpty() {
    return byNode.isEmpty();
  }
}
