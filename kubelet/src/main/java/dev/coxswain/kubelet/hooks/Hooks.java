package dev.coxswain.kubelet.hooks;

import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.LifecycleHandler;
import java.time.Duration;
import java.util.Optional;

/// Runs the hooks of containers.
public interface Hooks {

  /// @param podIp where the pod listens
  /// @return why it failed, if it did
  Optional<String> run(
      LifecycleHandler handler,
      Container container,
      String containerId,
      String podIp,
      Duration atMost)
      throws InterruptedException;
}
