package dev.coxswain.kubelet.status;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodStatus;

/// Takes what the node has to say about pods. Never blocks; only the newest status of a pod counts.
public interface StatusSink {

  void publish(Pod pod, PodStatus status);

  /// The pod has ended here and was asked to go: once this status is written, it is removed from
  /// the cluster.
  void publishLast(Pod pod, PodStatus status);

  /// The pod is gone from the cluster.
  void forget(String uid);
}
