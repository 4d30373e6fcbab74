package dev.coxswain.kubelet.runtime;

import dev.coxswain.api.core.v1.Pod;

/// Who a pod is on its node. The uid alone identifies it; the rest is for people.
public record PodId(String namespace, String name, String uid) {

  public static PodId of(Pod pod) {
    var metadata = pod.getMetadata();
    return new PodId(metadata.getNamespace(), metadata.getName(), metadata.getUid());
  }

  /// As upstream's messages name a pod: `web_default(0af3…)`.
  @Override
  public String toString() {
    return name + "_" + namespace + "(" + uid + ")";
  }
}
