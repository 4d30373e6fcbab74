package dev.coxswain.kubelet.cluster;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.meta.ObjectKey;
import java.util.Optional;

/// What the kubelet writes about pods. Calls block and throw
/// [dev.coxswain.apimachinery.status.ApiException].
public interface PodApi {

  Optional<Pod> fetchPod(ObjectKey key);

  /// Writes the pod's status, if nobody changed the pod in between.
  Pod updatePodStatus(Pod pod);

  /// Removes the pod at once, if it still is the one with that uid.
  void deletePod(ObjectKey key, String uid);
}
