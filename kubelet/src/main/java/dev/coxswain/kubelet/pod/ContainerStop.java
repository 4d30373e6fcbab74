package dev.coxswain.kubelet.pod;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.kubelet.hooks.Hooks;
import dev.coxswain.kubelet.runtime.ContainerRecord;
import dev.coxswain.kubelet.runtime.RuntimeFailure;
import dev.coxswain.kubelet.spec.PodContainer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends one container: its preStop hook, the stop signal, and in the end the kill.
final class ContainerStop {
  private static final Logger log = LoggerFactory.getLogger(ContainerStop.class);

  /// A hook may use up the grace period; the process still gets that long.
  private static final Duration LEAST = Duration.ofSeconds(2);

  private final NodeContext node;
  private final Pod pod;
  private final ContainerRecord container;
  private final Runnable done;
  private volatile Instant deadline;
  private volatile boolean failed;

  /// @param done called when the container has ended, or could not be ended
  ContainerStop(
      NodeContext node, Pod pod, ContainerRecord container, Instant deadline, Runnable done) {
    this.node = node;
    this.pod = pod;
    this.container = container;
    this.deadline = deadline;
    this.done = done;
  }

  /// @param spec what the container was made from, if that is still known
  void begin(Optional<PodContainer> spec, String podIp) {
    node.background().execute(() -> run(spec, podIp));
  }

  /// Makes the container end earlier than was promised.
  void hurry(Instant earlier) {
    if (earlier.isBefore(deadline)) {
      deadline = earlier;
      node.background().execute(() -> stop(left()));
    }
  }

  boolean failed() {
    return failed;
  }

  /// Returns when the container has ended, or could not be ended.
  void run(Optional<PodContainer> spec, String podIp) {
    try {
      if (left().isZero()) {
        stop(Duration.ZERO);
        return;
      }
      spec.filter(c -> c.spec().getLifecycle().hasPreStop()).ifPresent(c -> preStop(c, podIp));
      stop(left().compareTo(LEAST) < 0 ? LEAST : left());
    } finally {
      done.run();
    }
  }

  private void preStop(PodContainer spec, String podIp) {
    var hook = spec.spec().getLifecycle().getPreStop();
    try {
      var target = new Hooks.Target(pod, spec.spec(), container.id(), podIp);
      node.hooks().run(hook, target, left()).ifPresent(why -> preStopFailed(spec, why));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The event does not tell why: what the hook said may be secret. A hook that took all the time
  /// there was has not failed.
  private void preStopFailed(PodContainer spec, String why) {
    log.atWarn()
        .addKeyValue("pod", container.pod())
        .addKeyValue("container", container.name())
        .addKeyValue("cause", why)
        .log("preStop hook failed");
    if (!left().isZero()) {
      node.events().warning(pod, spec.fieldPath(), "FailedPreStopHook", "PreStopHook failed");
    }
  }

  private void stop(Duration grace) {
    try {
      node.runtime().stop(container.id(), grace);
    } catch (RuntimeFailure e) {
      failed = true;
      log.atWarn()
          .addKeyValue("pod", container.pod())
          .addKeyValue("container", container.name())
          .addKeyValue("cause", e.getMessage())
          .log("cannot stop");
    }
  }

  private Duration left() {
    var left = Duration.between(node.clock().instant(), deadline);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
