package dev.coxswain.kubelet.cluster;

import dev.coxswain.api.core.v1.Pod;

/// Follows the objects that pods show as files.
public interface ObjectFollower {
  /// From now on the pod is told when a config map or secret in its volumes changes. More calls for
  /// the same pod do nothing.
  void follow(Pod pod);

  /// The pod is gone.
  void forget(String podUid);
}
