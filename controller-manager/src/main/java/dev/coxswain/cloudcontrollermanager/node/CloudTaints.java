package dev.coxswain.cloudcontrollermanager.node;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Taint;
import java.util.List;

/// The taints that only the cloud's controllers set or remove. Pure.
final class CloudTaints {
  private static final String UNINITIALIZED = "node.cloudprovider.kubernetes.io/uninitialized";
  private static final String SHUTDOWN = "node.cloudprovider.kubernetes.io/shutdown";
  private static final String NO_SCHEDULE = "NoSchedule";

  private CloudTaints() {}

  /// Whether the kubelet registered the node for a cloud that has not looked at it yet.
  static boolean isUninitialized(Node node) {
    return node.getSpec().getTaintsList().stream().anyMatch(t -> t.getKey().equals(UNINITIALIZED));
  }

  static Node initialized(Node node) {
    var others =
        node.getSpec().getTaintsList().stream()
            .filter(t -> !t.getKey().equals(UNINITIALIZED))
            .toList();
    return withTaints(node, others);
  }

  static boolean isShutDown(Node node) {
    return node.getSpec().getTaintsList().stream().anyMatch(CloudTaints::isShutdownTaint);
  }

  static Node shutDown(Node node) {
    var taint = Taint.newBuilder().setKey(SHUTDOWN).setEffect(NO_SCHEDULE);
    return node.toBuilder().setSpec(node.getSpec().toBuilder().addTaints(taint)).build();
  }

  static Node started(Node node) {
    var others = node.getSpec().getTaintsList().stream().filter(t -> !isShutdownTaint(t)).toList();
    return withTaints(node, others);
  }

  private static boolean isShutdownTaint(Taint taint) {
    return taint.getKey().equals(SHUTDOWN) && taint.getEffect().equals(NO_SCHEDULE);
  }

  private static Node withTaints(Node node, List<Taint> taints) {
    return node.toBuilder()
        .setSpec(node.getSpec().toBuilder().clearTaints().addAllTaints(taints))
        .build();
  }
}
