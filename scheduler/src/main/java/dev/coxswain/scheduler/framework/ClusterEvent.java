package dev.coxswain.scheduler.framework;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.scheduler.snapshot.PodView;

/// Something that happened in the cluster and may help pods that found no node.
public sealed interface ClusterEvent {
  record NodeAdded(Node node) implements ClusterEvent {}

  record NodeChanged(Node before, Node after) implements ClusterEvent {}

  /// A pod with a node is gone or has finished, or a promise was taken back.
  record PodRemoved(PodView pod) implements ClusterEvent {}

  /// A pod appeared on a node.
  record PodPlaced(PodView pod) implements ClusterEvent {}
}
