package dev.coxswain.kubelet.pod;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.kubelet.container.ContainerSpecs.Place;
import dev.coxswain.kubelet.env.PodFields;
import dev.coxswain.kubelet.env.ResourceFields;
import dev.coxswain.kubelet.pod.ContainerStarter.Outcome;
import dev.coxswain.kubelet.pod.PodActions.Action;
import dev.coxswain.kubelet.pod.PodActions.Pause;
import dev.coxswain.kubelet.runtime.PodId;
import dev.coxswain.kubelet.runtime.PodRecord;
import dev.coxswain.kubelet.runtime.RuntimeFailure;
import dev.coxswain.kubelet.runtime.SandboxRecord;
import dev.coxswain.kubelet.status.ResizeState;
import dev.coxswain.kubelet.status.StatusView.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out what was decided about one pod. It decides nothing itself.
final class PlanExecutor {
  private static final Logger log = LoggerFactory.getLogger(PlanExecutor.class);
  private static final Duration SANDBOX_AGAIN_AFTER = Duration.ofSeconds(10);

  private static final Duration RESIZE_AGAIN_AFTER = Duration.ofSeconds(10);

  private final NodeContext node;
  private final Holds holds;
  private final PodStopper stopper;
  private final PodEnd end;
  private final ContainerStarter starter;
  private final Sandboxes sandboxes;
  private CrashBackoff backoff = CrashBackoff.none();

  PlanExecutor(
      NodeContext node, Holds holds, PodStopper stopper, PodEnd end, Interruption interruption) {
    this.node = node;
    this.holds = holds;
    this.stopper = stopper;
    this.end = end;
    this.starter = new ContainerStarter(node, interruption);
    this.sandboxes = new Sandboxes(node);
  }

  /// How long its containers wait because they keep ending.
  CrashBackoff backoff() {
    return backoff;
  }

  /// @param volumes where the pod's volumes are
  /// @return whether the pod should be looked at again at once
  boolean carryOut(PodActions.Plan plan, Pod pod, PodRecord runtime, Map<String, Path> volumes)
      throws InterruptedException {
    boolean changed = false;
    holds.keepResizes(plan.resizes());
    for (var action : plan.actions()) {
      changed |= carryOut(action, pod, runtime, volumes);
    }
    plan.pauses().values().forEach(pause -> pause(pod, pause));
    holds.keepPauses(plan.pauses().keySet());
    stopper.forgetEnded(runtime);
    return changed;
  }

  private boolean carryOut(Action action, Pod pod, PodRecord runtime, Map<String, Path> volumes)
      throws InterruptedException {
    return switch (action) {
      case Action.KillPod(var reason) -> killPod(pod, runtime, reason);
      case Action.CreateSandbox(int attempt) -> createSandbox(pod, attempt);
      case Action.StartContainer start -> start(start, pod, runtime, volumes);
      case Action.ResizeContainer resize -> resize(resize);
      case Action.KillContainer(var container, var running, var reason, var grace) -> {
        var until = node.clock().instant().plus(grace.orElse(PodEnd.grace(pod)));
        stopper.stop(
            pod, running, Optional.of(container), until, podIp(runtime), Optional.of(reason));
        yield false;
      }
    };
  }

  private boolean resize(Action.ResizeContainer resize) {
    var part = ResizeState.part(resize.container().name());
    if (holds.holds(part, node.clock().instant())) {
      return false;
    }
    try {
      node.runtime().resize(resize.running().id(), resize.limits());
      holds.release(part);
      return true;
    } catch (RuntimeFailure e) {
      log.atWarn()
          .addKeyValue("container", resize.running().id())
          .addKeyValue("cause", e.getMessage())
          .log("cannot resize");
      holds.hold(
          part,
          new Waiting("Error", e.getMessage()),
          node.clock().instant().plus(RESIZE_AGAIN_AFTER));
      return false;
    }
  }

  private boolean killPod(Pod pod, PodRecord runtime, String reason) {
    var until = node.clock().instant().plus(PodEnd.grace(pod));
    stopper.stopAll(pod, runtime, until, Optional.of(reason));
    return runtime.running().isEmpty() && end.stopSandboxes(runtime);
  }

  private boolean createSandbox(Pod pod, int attempt) {
    if (holds.holds(Holds.SANDBOX, node.clock().instant())) {
      return false;
    }
    try {
      sandboxes.create(pod, attempt);
      holds.release(Holds.SANDBOX);
      return true;
    } catch (RuntimeFailure e) {
      log.atWarn()
          .addKeyValue("pod", PodId.of(pod))
          .addKeyValue("cause", e.getMessage())
          .log("cannot make a sandbox");
      node.events()
          .warning(
              pod, "", "FailedCreatePodSandBox", "Failed to create pod sandbox: " + e.getMessage());
      holds.hold(Holds.SANDBOX, node.clock().instant().plus(SANDBOX_AGAIN_AFTER));
      return false;
    }
  }

  private boolean start(
      Action.StartContainer start, Pod pod, PodRecord runtime, Map<String, Path> volumes)
      throws InterruptedException {
    var name = start.container().name();
    var now = node.clock().instant();
    if (holds.holds(name, now) || runtime.runningSandbox().isEmpty()) {
      return false;
    }
    var sandbox = runtime.runningSandbox().get();
    prepareFiles(pod, sandbox);
    start.after().ifPresent(ended -> backoff = backoff.next(name, ended, now));
    var place = new Place(sandbox, runtime, volumes, fields(pod, runtime), resources(pod));
    return switch (starter.start(pod, start.container(), start.attempt(), place)) {
      case Outcome.Started _ -> {
        holds.release(name);
        yield true;
      }
      case Outcome.Refused(var why, var after) -> {
        holds.hold(name, why, node.clock().instant().plus(after));
        yield after.isZero();
      }
    };
  }

  private void prepareFiles(Pod pod, SandboxRecord sandbox) {
    try {
      sandboxes.writeFiles(pod, sandbox);
    } catch (IOException e) {
      throw new RuntimeFailure("cannot write the files of pod " + PodId.of(pod), e);
    }
  }

  private void pause(Pod pod, Pause pause) {
    var container = pause.container();
    var why =
        new Waiting(
            "CrashLoopBackOff",
            "back-off %s restarting failed container=%s pod=%s"
                .formatted(
                    Times.formatGoDuration(pause.length()), container.name(), PodId.of(pod)));
    if (holds.pause(pause, why)) {
      node.events()
          .warning(
              pod,
              container.fieldPath(),
              "BackOff",
              "Back-off restarting failed container %s in pod %s"
                  .formatted(container.name(), PodId.of(pod)));
    }
  }

  PodFields fields(Pod pod, PodRecord runtime) {
    var ip = podIp(runtime);
    var ips =
        pod.getSpec().getHostNetwork()
            ? node.facts().addresses()
            : ip.isEmpty() ? List.<String>of() : List.of(ip);
    return new PodFields(pod, node.facts().nodeName(), node.facts().addresses(), ips);
  }

  ResourceFields resources(Pod pod) {
    return new ResourceFields(pod, node.facts().allocatable());
  }

  private static String podIp(PodRecord runtime) {
    return runtime.runningSandbox().map(SandboxRecord::ip).orElse("");
  }
}
