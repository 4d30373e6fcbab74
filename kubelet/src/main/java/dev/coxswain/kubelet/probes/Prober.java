package dev.coxswain.kubelet.probes;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.kubelet.runtime.PodRecord;
import java.util.Map;

/// Keeps asking the containers of pods how they are.
public interface Prober {

  /// Probes what runs of the pod now, and nothing else of it.
  ///
  /// @param terminating only readiness is still of interest
  void observe(Pod pod, PodRecord runtime, boolean terminating);

  /// What is known of the pod's containers, by their ids.
  Map<String, ContainerHealth> health(String podUid);

  /// Stops asking.
  void forget(String podUid);
}
