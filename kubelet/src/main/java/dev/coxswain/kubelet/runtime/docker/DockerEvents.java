package dev.coxswain.kubelet.runtime.docker;

import dev.coxswain.kubelet.runtime.RuntimeFailure;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the engine's events, and connects again whenever the engine hangs up.
final class DockerEvents {
  private static final Logger log = LoggerFactory.getLogger(DockerEvents.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final DockerRuntime runtime;
  private final Consumer<String> podUid;

  DockerEvents(DockerRuntime runtime, Consumer<String> podUid) {
    this.runtime = runtime;
    this.podUid = podUid;
  }

  void follow() {
    try {
      while (!runtime.isClosed()) {
        followOnce();
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void followOnce() throws InterruptedException {
    try {
      runtime.followEvents(podUid);
    } catch (RuntimeFailure failure) {
      if (!runtime.isClosed()) {
        log.atWarn().addKeyValue("cause", failure.getMessage()).log("lost the engine's events");
      }
    }
  }
}
