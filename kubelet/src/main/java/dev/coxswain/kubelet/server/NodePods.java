package dev.coxswain.kubelet.server;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.meta.ObjectKey;
import java.util.List;
import java.util.Optional;

/// The pods of the node, as the cluster describes them.
public interface NodePods {
  Optional<Pod> find(ObjectKey key);

  List<Pod> all();
}
