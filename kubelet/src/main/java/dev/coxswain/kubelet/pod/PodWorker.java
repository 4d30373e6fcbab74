package dev.coxswain.kubelet.pod;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.kubelet.runtime.ContainerRecord;
import dev.coxswain.kubelet.runtime.PodRecord;
import dev.coxswain.kubelet.status.PodStatuses;
import dev.coxswain.kubelet.status.StatusView.Failure;
import dev.coxswain.kubelet.volumes.VolumeFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/// Brings one pod to where its spec wants it, one look at a time.
///
/// [#sync] is called by one thread; the other methods by any.
final class PodWorker {
  private static final Duration AT_ONCE = Duration.ofSeconds(1);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(10);

  private final NodeContext node;
  private final PlanExecutor executor;
  private final PodEnd end;
  private final StatusBoard board;
  private final Holds holds = new Holds();
  private final Interruption interruption = new Interruption();
  private volatile Pod desired;
  private volatile boolean removed;
  private final AtomicReference<Optional<Failure>> evicted =
      new AtomicReference<>(Optional.empty());
  private int mountFailures;

  /// @param wake called when the pod should be looked at
  PodWorker(NodeContext node, Pod pod, Runnable wake) {
    this.node = node;
    this.desired = pod;
    this.board = new StatusBoard(node, holds, pod.getStatus());
    var stopper = new PodStopper(node, wake);
    this.end = new PodEnd(node, stopper);
    this.executor = new PlanExecutor(node, holds, stopper, end, interruption);
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

  /// The node gives the pod up: it ends at once, and stays ended.
  void evict(Failure why) {
    evicted.compareAndSet(Optional.empty(), Optional.of(why));
    interruption.interrupt();
  }

  Pod pod() {
    return desired;
  }

  /// Looks at the pod and does what it needs next.
  Next sync() throws InterruptedException {
    var pod = board.over(desired);
    var runtime = node.runtime().pod(pod.getMetadata().getUid());
    boolean ending = removed || pod.getMetadata().hasDeletionTimestamp();
    evicted.get().ifPresent(board::fail);
    if (!ending && isOverdue(pod)) {
      failOverdue(pod);
    }
    if (ending || board.isFailed()) {
      return end(pod, runtime);
    }
    node.prober().observe(pod, runtime, false);
    board.publish(pod, runtime, false);
    if (PodStatuses.isTerminal(board.status())) {
      return end(pod, runtime);
    }
    return live(board.over(desired), runtime);
  }

  private boolean isOverdue(Pod pod) {
    return activeDeadline(pod).map(at -> !node.clock().instant().isBefore(at)).orElse(false);
  }

  private Optional<Instant> activeDeadline(Pod pod) {
    return pod.getSpec().hasActiveDeadlineSeconds() && board.status().hasStartTime()
        ? Optional.of(
            Times.toInstant(board.status().getStartTime())
                .plusSeconds(pod.getSpec().getActiveDeadlineSeconds()))
        : Optional.empty();
  }

  private void failOverdue(Pod pod) {
    if (!board.isFailed()) {
      var message = "Pod was active on the node longer than the specified deadline";
      node.events().normal(pod, "", "DeadlineExceeded", message);
      board.fail(new Failure("DeadlineExceeded", message, false));
    }
  }

  private Next live(Pod pod, PodRecord runtime) throws InterruptedException {
    Map<String, Path> volumes;
    try {
      volumes = node.volumes().mount(pod, executor.fields(pod, runtime), executor.resources(pod));
      mountFailures = 0;
    } catch (VolumeFailure e) {
      node.events().warning(pod, "", "FailedMount", e.getMessage());
      return new Next.At(node.clock().instant().plus(mountAgainAfter()));
    }
    var health = node.prober().health(pod.getMetadata().getUid());
    var plan =
        PodActions.compute(
            new PodView(pod, runtime, health, executor.backoff(), node.clock().instant()));
    boolean changed = executor.carryOut(plan, pod, runtime, volumes);
    prune(runtime);
    if (changed) {
      return new Next.Now();
    }
    board.publish(pod, runtime, false);
    return new Next.At(nextLook(pod, plan));
  }

  private Instant nextLook(Pod pod, PodActions.Plan plan) {
    var resync = node.clock().instant().plus(node.facts().resync());
    return Stream.of(plan.wakeAt(), holds.next(), activeDeadline(pod))
        .flatMap(Optional::stream)
        .filter(resync::isAfter)
        .min(Comparator.naturalOrder())
        .orElse(resync);
  }

  private Next end(Pod pod, PodRecord runtime) throws InterruptedException {
    var grace = evicted.get().isPresent() ? AT_ONCE : PodEnd.grace(pod);
    return switch (end.advance(pod, runtime, grace)) {
      case STOPPING -> {
        if (!removed) {
          board.publish(pod, runtime, false);
        }
        yield new Next.At(node.clock().instant().plus(LONGEST_RETRY));
      }
      case MOVING -> new Next.Now();
      case DOWN -> down(pod, runtime);
    };
  }

  private Next down(Pod pod, PodRecord runtime) throws InterruptedException {
    if (removed) {
      end.forget(pod, runtime);
      return new Next.Never();
    }
    boolean asked = pod.getMetadata().hasDeletionTimestamp();
    board.publish(pod, runtime, asked || board.isFailed());
    if (asked) {
      board.publishLast(pod);
    }
    return new Next.At(node.clock().instant().plus(node.facts().resync()));
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
  private Duration mountAgainAfter() {
    var pause = RETRY.multipliedBy(1L << Math.min(mountFailures, 4));
    mountFailures++;
    return pause.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : pause;
  }
}
