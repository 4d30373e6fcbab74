package dev.coxswain.kubelet.hooks;

import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.LifecycleHandler;
import dev.coxswain.api.core.v1.Pod;
import java.time.Duration;
import java.util.Optional;

/// Runs the hooks of containers.
public interface Hooks {
  /// Whose hook it is.
  ///
  /// @param podIp where the pod listens
  record Target(Pod pod, Container container, String containerId, String podIp) {}

  /// Returns when the hook has ended, or its time is over.
  ///
  /// @return why it failed, if it did, in upstream's words
  Optional<String> run(LifecycleHandler handler, Target target, Duration atMost)
      throws InterruptedException;
}
