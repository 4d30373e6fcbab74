package dev.coxswain.kubelet.eviction;

import dev.coxswain.api.core.v1.Pod;
import java.util.Map;

/// What pods use of the node.
public interface Usage {
  /// Memory that can't be had back, in bytes, by name of the container.
  Map<String, Long> memory(Pod pod);

  /// What its volumes of the kind `emptyDir` hold on the node's disk, in bytes, by their names.
  Map<String, Long> emptyDirs(Pod pod);
}
