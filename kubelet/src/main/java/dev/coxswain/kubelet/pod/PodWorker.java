package dev.coxswain.kubelet.pod;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodStatus;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.kubelet.container.ContainerSpecs.Place;
import dev.coxswain.kubelet.env.PodFields;
import dev.coxswain.kubelet.env.ResourceFields;
import dev.coxswain.kubelet.pod.ContainerStarter.Outcome;
import dev.coxswain.kubelet.pod.PodActions.Action;
import dev.coxswain.kubelet.pod.PodActions.Pause;
import dev.coxswain.kubelet.runtime.ContainerRecord;
import dev.coxswain.kubelet.runtime.PodId;
import dev.coxswain.kubelet.runtime.PodRecord;
import dev.coxswain.kubelet.runtime.RuntimeFailure;
import dev.coxswain.kubelet.runtime.SandboxRecord;
import dev.coxswain.kubelet.status.PodStatuses;
import dev.coxswain.kubelet.status.StatusView;
import dev.coxswain.kubelet.status.StatusView.Failure;
import dev.coxswain.kubelet.status.StatusView.Waiting;
import dev.coxswain.kubelet.volumes.VolumeFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings one pod to where its spec wants it, one look at a time.
///
/// [#sync] is called by one thread; the other methods by any.
final class PodWorker {
  private static final Logger log = LoggerFactory.getLogger(PodWorker.class);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(10);

  private final NodeContext node;
  private final ContainerStarter starter;
  private final Sandboxes sandboxes;
  private final PodStopper stopper;
  private final LastWords lastWords;
  private final Interruption interruption = new Interruption();

  private volatile Pod desired;
  private volatile boolean removed;

  private PodStatus status;
  private CrashBackoff backoff = CrashBackoff.none();
  private Optional<Failure> failure = Optional.empty();
  private final Map<String, Waiting> waiting = new TreeMap<>();
  private final Map<String, Instant> retryAt = new TreeMap<>();
  private final Map<String, Pause> announced = new TreeMap<>();
  private int failures;

  /// @param wake called when the pod should be looked at
  PodWorker(NodeContext node, Pod pod, Runnable wake) {
    this.node = node;
    this.desired = pod;
    this.status = pod.getStatus();
    this.starter = new ContainerStarter(node, interruption);
    this.sandboxes = new Sandboxes(node);
    this.stopper = new PodStopper(node, wake);
    this.lastWords = new LastWords(node);
  }

  /// When to look again.
  sealed interface Next {
    record Now() implements Next {}

    record At(Instant when) implements Next {}

    /// Nothing of the pod is left.
    record Never() implements Next {}
  }

  void update(Pod pod) {
    desired = pod;
    if (pod.getMetadata().hasDeletionTimestamp()) {
      interruption.interrupt();
    }
  }

  /// The pod is gone from the cluster; what is left of it here has to go as well.
  void remove() {
    removed = true;
    interruption.interrupt();
  }

  Pod pod() {
    return desired;
  }

  /// Looks at the pod and does what it needs next.
  Next sync() throws InterruptedException {
    var pod = current();
    var runtime = node.runtime().pod(pod.getMetadata().getUid());
    boolean ending = removed || pod.getMetadata().hasDeletionTimestamp();
    if (!ending) {
      checkDeadline(pod);
    }
    if (ending || failure.isPresent()) {
      return end(pod, runtime);
    }
    node.prober().observe(pod, runtime, false);
    publish(pod, runtime, false);
    if (PodStatuses.isTerminal(status)) {
      return end(pod, runtime);
    }
    return live(current(), runtime);
  }

  /// The spec as the cluster has it, with the status as we know it.
  private Pod current() {
    var pod = desired;
    return pod.toBuilder().setStatus(PodStatuses.merge(pod.getStatus(), status)).build();
  }

  private void checkDeadline(Pod pod) {
    if (pod.getSpec().hasActiveDeadlineSeconds() && status.hasStartTime()) {
      var deadline =
          Times.toInstant(status.getStartTime())
              .plusSeconds(pod.getSpec().getActiveDeadlineSeconds());
      if (!node.clock().instant().isBefore(deadline) && failure.isEmpty()) {
        var message = "Pod was active on the node longer than the specified deadline";
        node.events().normal(pod, "", "DeadlineExceeded", message);
        failure = Optional.of(new Failure("DeadlineExceeded", message));
      }
    }
  }

  private Next live(Pod pod, PodRecord runtime) throws InterruptedException {
    Map<String, Path> volumes;
    try {
      volumes = node.volumes().mount(pod, fields(pod, runtime), resources(pod));
      failures = 0;
    } catch (VolumeFailure e) {
      node.events().warning(pod, "", "FailedMount", e.getMessage());
      return new Next.At(node.clock().instant().plus(retryPause()));
    }
    var health = node.prober().health(pod.getMetadata().getUid());
    var plan =
        PodActions.compute(
            new PodActions.View(pod, runtime, health, backoff, node.clock().instant()));
    boolean changed = false;
    for (var action : plan.actions()) {
      changed |= carryOut(action, pod, runtime, volumes);
    }
    plan.pauses().values().forEach(pause -> pause(pod, pause));
    announced.keySet().retainAll(plan.pauses().keySet());
    stopper.forgetEnded(runtime);
    prune(runtime);
    if (changed) {
      return new Next.Now();
    }
    publish(pod, runtime, false);
    return new Next.At(nextLook(pod, plan));
  }

  private Instant nextLook(Pod pod, PodActions.Plan plan) {
    var next = node.clock().instant().plus(node.facts().resync());
    next = plan.wakeAt().map(next::isBefore).orElse(true) ? next : plan.wakeAt().orElseThrow();
    for (var retry : retryAt.values()) {
      next = retry.isBefore(next) ? retry : next;
    }
    if (pod.getSpec().hasActiveDeadlineSeconds() && status.hasStartTime()) {
      var deadline =
          Times.toInstant(status.getStartTime())
              .plusSeconds(pod.getSpec().getActiveDeadlineSeconds());
      next = deadline.isBefore(next) ? deadline : next;
    }
    return next;
  }

  /// @return whether the pod should be looked at again at once
  private boolean carryOut(Action action, Pod pod, PodRecord runtime, Map<String, Path> volumes)
      throws InterruptedException {
    return switch (action) {
      case Action.KillPod(var reason) -> killPod(pod, runtime, reason);
      case Action.CreateSandbox(int attempt) -> createSandbox(pod, attempt);
      case Action.StartContainer start -> start(start, pod, runtime, volumes);
      case Action.KillContainer(var container, var running, var reason) -> {
        var deadline = node.clock().instant().plus(grace(pod));
        stopper.stop(
            pod, running, Optional.of(container), deadline, podIp(runtime), Optional.of(reason));
        yield false;
      }
    };
  }

  private boolean killPod(Pod pod, PodRecord runtime, String reason) {
    stopper.stopAll(pod, runtime, node.clock().instant().plus(grace(pod)), Optional.of(reason));
    if (runtime.running().isEmpty()) {
      return stopSandboxes(runtime);
    }
    return false;
  }

  private boolean stopSandboxes(PodRecord runtime) {
    boolean any = false;
    for (var sandbox : runtime.sandboxes()) {
      if (sandbox.running()) {
        node.runtime().stop(sandbox.id(), Duration.ZERO);
        any = true;
      }
    }
    return any;
  }

  private boolean createSandbox(Pod pod, int attempt) {
    if (rests("")) {
      return false;
    }
    try {
      sandboxes.create(pod, attempt);
      retryAt.remove("");
      return true;
    } catch (RuntimeFailure e) {
      log.atWarn()
          .addKeyValue("pod", PodId.of(pod))
          .addKeyValue("cause", e.getMessage())
          .log("cannot make a sandbox");
      node.events()
          .warning(
              pod, "", "FailedCreatePodSandBox", "Failed to create pod sandbox: " + e.getMessage());
      retryAt.put("", node.clock().instant().plus(LONGEST_RETRY));
      return false;
    }
  }

  private boolean start(
      Action.StartContainer start, Pod pod, PodRecord runtime, Map<String, Path> volumes)
      throws InterruptedException {
    var name = start.container().name();
    if (rests(name) || runtime.runningSandbox().isEmpty()) {
      return false;
    }
    var sandbox = runtime.runningSandbox().get();
    var now = node.clock().instant();
    prepareFiles(pod, sandbox);
    start.after().ifPresent(ended -> backoff = backoff.next(name, ended, now));
    var place = new Place(sandbox, runtime, volumes, fields(pod, runtime), resources(pod));
    return switch (starter.start(pod, start.container(), start.attempt(), place)) {
      case Outcome.Started _ -> {
        waiting.remove(name);
        retryAt.remove(name);
        yield true;
      }
      case Outcome.Refused(var why, var after) -> {
        waiting.put(name, why);
        retryAt.put(name, node.clock().instant().plus(after));
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

  private boolean rests(String name) {
    var until = retryAt.get(name);
    if (until != null && !node.clock().instant().isBefore(until)) {
      retryAt.remove(name);
      return false;
    }
    return until != null;
  }

  private void pause(Pod pod, Pause pause) {
    var container = pause.container();
    waiting.put(
        container.name(),
        new Waiting(
            "CrashLoopBackOff",
            "back-off %s restarting failed container=%s pod=%s"
                .formatted(
                    Times.formatGoDuration(pause.length()), container.name(), PodId.of(pod))));
    if (!pause.equals(announced.put(container.name(), pause))) {
      node.events()
          .warning(
              pod,
              container.fieldPath(),
              "BackOff",
              "Back-off restarting failed container "
                  + container.name()
                  + " in pod "
                  + PodId.of(pod));
    }
  }

  /// Takes everything down. What the pod leaves behind stays until the cluster has forgotten it.
  private Next end(Pod pod, PodRecord runtime) throws InterruptedException {
    var uid = pod.getMetadata().getUid();
    boolean asked = removed || pod.getMetadata().hasDeletionTimestamp();
    node.prober().observe(pod, runtime, true);
    if (!runtime.running().isEmpty()) {
      stopper.stopInOrder(pod, runtime, stopper.deadline(pod, grace(pod)));
      if (!removed) {
        publish(pod, runtime, false);
      }
      return new Next.At(node.clock().instant().plus(LONGEST_RETRY));
    }
    if (stopSandboxes(runtime)) {
      return new Next.Now();
    }
    node.prober().forget(uid);
    if (removed) {
      return forget(pod, runtime);
    }
    publish(pod, runtime, asked || failure.isPresent());
    if (asked) {
      node.statuses().publishLast(pod, status);
    }
    return new Next.At(node.clock().instant().plus(node.facts().resync()));
  }

  private Next forget(Pod pod, PodRecord runtime) throws InterruptedException {
    runtime.containers().forEach(container -> node.runtime().remove(container.id()));
    runtime.sandboxes().forEach(sandbox -> node.runtime().remove(sandbox.id()));
    try {
      node.volumes().remove(pod.getMetadata().getUid());
    } catch (IOException e) {
      throw new RuntimeFailure("cannot remove the files of pod " + PodId.of(pod), e);
    }
    node.statuses().forget(pod.getMetadata().getUid());
    return new Next.Never();
  }

  private Duration grace(Pod pod) {
    var metadata = pod.getMetadata();
    long seconds =
        metadata.hasDeletionGracePeriodSeconds()
            ? metadata.getDeletionGracePeriodSeconds()
            : pod.getSpec().getTerminationGracePeriodSeconds();
    return Duration.ofSeconds(Math.max(1, seconds));
  }

  private void publish(Pod pod, PodRecord runtime, boolean terminated) {
    status =
        PodStatuses.of(
            new StatusView(
                pod,
                runtime,
                node.prober().health(pod.getMetadata().getUid()),
                waiting,
                lastWords.of(pod, runtime),
                node.facts().addresses(),
                failure,
                terminated,
                node.clock().instant()));
    node.statuses().publish(pod, status);
  }

  /// Keeps the newest container of each name and the one before it, for its logs.
  private void prune(PodRecord runtime) {
    for (var name : runtime.containers().stream().map(ContainerRecord::name).distinct().toList()) {
      runtime.all(name).stream()
          .skip(2)
          .filter(ContainerRecord::isExited)
          .forEach(old -> node.runtime().remove(old.id()));
    }
    runtime.sandboxes().stream()
        .skip(1)
        .filter(old -> !old.running())
        .forEach(old -> node.runtime().remove(old.id()));
  }

  /// Longer each time.
  private Duration retryPause() {
    var pause = RETRY.multipliedBy(1L << Math.min(failures, 4));
    failures++;
    return pause.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : pause;
  }

  private PodFields fields(Pod pod, PodRecord runtime) {
    var ip = podIp(runtime);
    var ips =
        pod.getSpec().getHostNetwork()
            ? node.facts().addresses()
            : ip.isEmpty() ? List.<String>of() : List.of(ip);
    return new PodFields(pod, node.facts().nodeName(), node.facts().addresses(), ips);
  }

  private ResourceFields resources(Pod pod) {
    return new ResourceFields(pod, node.facts().allocatable());
  }

  private static String podIp(PodRecord runtime) {
    return runtime.runningSandbox().map(SandboxRecord::ip).orElse("");
  }
}
