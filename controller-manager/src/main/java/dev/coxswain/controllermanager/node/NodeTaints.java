package dev.coxswain.controllermanager.node;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Taint;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.controllermanager.framework.Taints;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The taints that a node's state calls for. Pure.
final class NodeTaints {
  static final String NOT_READY = "node.kubernetes.io/not-ready";
  static final String UNREACHABLE = "node.kubernetes.io/unreachable";
  private static final String NO_SCHEDULE = "NoSchedule";
  private static final Set<String> OURS =
      Set.of(
          NOT_READY,
          UNREACHABLE,
          "node.kubernetes.io/unschedulable",
          "node.kubernetes.io/memory-pressure",
          "node.kubernetes.io/disk-pressure",
          "node.kubernetes.io/pid-pressure",
          "node.kubernetes.io/network-unavailable");

  private NodeTaints() {}

  /// What becomes of the pods on a node that is not ready.
  enum Eviction {
    /// They stay: no node is ready.
    NONE,
    /// They stay for now, unless they are driven away already.
    LATER,
    NOW
  }

  /// What identifies a taint.
  private record Id(String key, String effect) {
    static Id of(Taint taint) {
      return new Id(taint.getKey(), taint.getEffect());
    }
  }

  /// The node's taints as they should be: others' as they are, ours by its conditions.
  static List<Taint> desired(Node node, Eviction eviction, Instant now) {
    boolean evict = eviction == Eviction.NOW || (eviction == Eviction.LATER && isEvicting(node));
    var wanted = wanted(node, evict);
    var result = new ArrayList<Taint>();
    var present = new HashSet<Id>();
    for (var taint : node.getSpec().getTaintsList()) {
      boolean keep = !isOurs(taint) || wanted.contains(Id.of(taint));
      if (keep && present.add(Id.of(taint))) {
        result.add(taint);
      }
    }
    for (var id : wanted) {
      if (present.add(id)) {
        result.add(
            Taint.newBuilder()
                .setKey(id.key())
                .setEffect(id.effect())
                .setTimeAdded(Times.of(now))
                .build());
      }
    }
    return List.copyOf(result);
  }

  private static boolean isOurs(Taint taint) {
    return (OURS.contains(taint.getKey()) && taint.getEffect().equals(NO_SCHEDULE))
        || evicts(taint);
  }

  private static boolean evicts(Taint taint) {
    return taint.getEffect().equals(Taints.NO_EXECUTE)
        && (taint.getKey().equals(NOT_READY) || taint.getKey().equals(UNREACHABLE));
  }

  /// Whether pods are driven away from the node for its state.
  static boolean isEvicting(Node node) {
    return node.getSpec().getTaintsList().stream().anyMatch(NodeTaints::evicts);
  }

  private static List<Id> wanted(Node node, boolean evict) {
    var wanted = new ArrayList<Id>();
    if (node.getSpec().getUnschedulable()) {
      wanted.add(new Id("node.kubernetes.io/unschedulable", NO_SCHEDULE));
    }
    for (var condition : node.getStatus().getConditionsList()) {
      var key = key(condition.getType(), condition.getStatus());
      if (!key.isEmpty()) {
        wanted.add(new Id(key, NO_SCHEDULE));
      }
      if (evict && condition.getType().equals("Ready") && !key.isEmpty()) {
        wanted.add(new Id(key, Taints.NO_EXECUTE));
      }
    }
    return wanted;
  }

  private static String key(String condition, String status) {
    return switch (condition + "=" + status) {
      case "Ready=False" -> NOT_READY;
      case "Ready=Unknown" -> UNREACHABLE;
      case "MemoryPressure=True" -> "node.kubernetes.io/memory-pressure";
      case "DiskPressure=True" -> "node.kubernetes.io/disk-pressure";
      case "PIDPressure=True" -> "node.kubernetes.io/pid-pressure";
      case "NetworkUnavailable=True" -> "node.kubernetes.io/network-unavailable";
      default -> "";
    };
  }
}
