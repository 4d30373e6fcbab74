package dev.coxswain.scheduler.framework;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.Node;
import dev.coxswain.scheduler.snapshot.PodView;

/// Something that happened in the cluster and may help pods that found no node.
public sealed interface ClusterEvent {
  record NodeAdded(Node node) implements ClusterEvent {}

  record NodeChanged(Node before, Node after) implements ClusterEvent {}

  record NodeRemoved(Node node) implements ClusterEvent {}

  /// A pod with a node is gone or has finished, or a promise was taken back.
  record PodRemoved(PodView pod) implements ClusterEvent {}

  /// A pod appeared on a node.
  record PodPlaced(PodView pod) implements ClusterEvent {}

  /// A pod on a node asks for less, or has other labels.
  record PodChanged(PodView before, PodView after) implements ClusterEvent {}

  /// A claim, a volume, or what describes volumes and drivers was added or changed.
  record StorageChanged(Message object) implements ClusterEvent {}
}
