package dev.coxswain.scheduler;

import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.scheduler.binding.BindingCycle;
import dev.coxswain.scheduler.binding.BindingCycle.Outcome;
import dev.coxswain.scheduler.binding.Evictions;
import dev.coxswain.scheduler.binding.PodReporter;
import dev.coxswain.scheduler.framework.ClusterEvent;
import dev.coxswain.scheduler.framework.Decision;
import dev.coxswain.scheduler.framework.Decision.Placed;
import dev.coxswain.scheduler.framework.Decision.Unschedulable;
import dev.coxswain.scheduler.framework.Nomination;
import dev.coxswain.scheduler.framework.QueuedPod;
import dev.coxswain.scheduler.framework.Rejections;
import dev.coxswain.scheduler.queue.SchedulingQueue;
import dev.coxswain.scheduler.snapshot.ClusterState;
import dev.coxswain.scheduler.snapshot.Nominations;
import dev.coxswain.scheduler.snapshot.PodView;
import dev.coxswain.scheduler.snapshot.Snapshot;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/// Takes one pod after the other, decides, promises the node to the pod, and leaves the binding to
/// the executor.
///
/// When nobody knows whether a binding was carried out, the promise stays and the pod is read again
/// after a pause: it is never promised to two nodes.
public final class Scheduler {
  /// Who carries out what was decided.
  public record Hands(
      BindingCycle bindings, Evictions evictions, PodReporter reporter, Executor executor) {}

  private final Profiles profiles;
  private final ClusterState cluster;
  private final Nominations nominations;
  private final SchedulingQueue queue;
  private final Hands hands;
  private final SchedulerMetrics metrics;
  private final Snapshot snapshot = new Snapshot();
  private final Map<String, Placed> inDoubt = new ConcurrentHashMap<>();

  /// A scheduler that is not running.
  public Scheduler(
      Profiles profiles,
      ClusterState cluster,
      Nominations nominations,
      SchedulingQueue queue,
      Hands hands,
      SchedulerMetrics metrics) {
    this.profiles = profiles;
    this.cluster = cluster;
    this.nominations = nominations;
    this.queue = queue;
    this.hands = hands;
    this.metrics = metrics;
  }

  /// Schedules pods until the queue is closed or the thread interrupted.
  public void run() throws InterruptedException {
    for (var pod = queue.take(); pod.isPresent(); pod = queue.take()) {
      schedule(pod.get());
    }
  }

  /// Schedules the next pod that is ready.
  ///
  /// @return whether there was one
  public boolean scheduleNext() {
    var pod = queue.poll();
    pod.ifPresent(this::schedule);
    return pod.isPresent();
  }

  private void schedule(QueuedPod pod) {
    var doubtful = Optional.ofNullable(inDoubt.remove(pod.pod().uid()));
    if (doubtful.isPresent() && cluster.isPlaced(pod.pod().uid())) {
      hands.executor().execute(() -> resolve(pod, doubtful.get()));
      return;
    }
    if (cluster.isPlaced(pod.pod().uid())) {
      queue.done(pod);
      return;
    }
    if (pod.pod().isTerminating()) {
      queue.done(pod);
      hands.reporter().skipped(pod.pod());
      return;
    }
    var attempt = metrics.attempt(pod);
    try {
      cluster.refresh(snapshot);
      var decision = attempt.decided(() -> profiles.of(pod.pod()).decide(pod.pod(), snapshot));
      carryOut(pod, decision, attempt);
    } catch (RuntimeException e) {
      hands.executor().execute(() -> fail(pod, e, attempt));
    }
  }

  private void carryOut(QueuedPod pod, Decision decision, SchedulerMetrics.Attempt attempt) {
    switch (decision) {
      case Placed placed -> place(pod, placed, attempt);
      case Unschedulable(var message, var plugins, var nomination) -> {
        if (!message.equals(Rejections.NO_NODES)) {
          metrics.preemptionTried();
        }
        nominate(pod.pod(), nomination);
        queue.park(pod, plugins);
        attempt.unschedulable();
        hands
            .executor()
            .execute(() -> {
              hands.reporter().unschedulable(pod.pod(), message, nomination);
              if (nomination instanceof Nomination.Clear clear) {
                metrics.preempts(clear.victims().size());
                evict(pod.pod(), clear);
              }
            });
      }
    }
  }

  private void nominate(PodView pod, Nomination nomination) {
    switch (nomination) {
      case Nomination.Clear(var node, _, var outranked) -> {
        nominations.put(pod, node);
        outranked.forEach(other -> nominations.remove(other.uid()));
      }
      case Nomination.Withdraw _ -> nominations.remove(pod.uid());
      case Nomination.Keep _ -> {}
    }
  }

  private void evict(PodView pod, Nomination.Clear clear) {
    try {
      hands.evictions().carryOut(pod, clear);
    } catch (ApiException e) {
      // The node is not cleared; the next attempt looks again.
      nominations.remove(pod.uid());
      hands.reporter().cannotEvict(pod, e);
    }
  }

  private void place(QueuedPod pod, Placed placed, SchedulerMetrics.Attempt attempt) {
    cluster.assume(pod.pod(), placed.node().name());
    nominations.remove(pod.pod().uid());
    try {
      hands.bindings().reserve(pod.pod(), placed);
    } catch (BindingCycle.Rejected e) {
      takeBack(pod, placed);
      hands.executor().execute(() -> reject(pod, e, attempt));
      return;
    }
    hands.executor().execute(() -> bind(pod, placed, attempt));
  }

  private void bind(QueuedPod pod, Placed placed, SchedulerMetrics.Attempt attempt) {
    try {
      settle(pod, placed, hands.bindings().bind(pod.pod(), placed), attempt);
    } catch (BindingCycle.Rejected e) {
      takeBack(pod, placed);
      reject(pod, e, attempt);
    } catch (InterruptedException _) {
      takeBack(pod, placed);
      queue.retry(pod);
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      takeBack(pod, placed);
      fail(pod, e, attempt);
    }
  }

  /// Finds out what became of a binding, and binds again if nothing did.
  private void resolve(QueuedPod pod, Placed placed) {
    var attempt = metrics.attempt(pod);
    try {
      settle(pod, placed, hands.bindings().resolve(pod.pod(), placed), attempt);
    } catch (BindingCycle.Rejected e) {
      takeBack(pod, placed);
      reject(pod, e, attempt);
    } catch (RuntimeException e) {
      takeBack(pod, placed);
      fail(pod, e, attempt);
    }
  }

  private void settle(
      QueuedPod pod, Placed placed, Outcome outcome, SchedulerMetrics.Attempt attempt) {
    switch (outcome) {
      case BOUND -> {
        queue.done(pod);
        attempt.scheduled();
        hands.reporter().scheduled(pod.pod(), placed.node().name());
      }
      case GONE -> {
        // The informer says the same sooner or later.
        takeBack(pod, placed);
        queue.done(pod);
      }
      case UNKNOWN -> {
        inDoubt.keySet().removeIf(uid -> !cluster.isPlaced(uid));
        inDoubt.put(pod.pod().uid(), placed);
        queue.retry(pod);
      }
    }
  }

  private void takeBack(QueuedPod pod, Placed placed) {
    hands.bindings().unreserve(pod.pod(), placed);
    // If the informer has seen it on a node by now, it is no promise any more.
    if (cluster.forget(pod.pod().uid())) {
      queue.wake(new ClusterEvent.PodRemoved(pod.pod()));
    }
  }

  private void reject(
      QueuedPod pod, BindingCycle.Rejected rejection, SchedulerMetrics.Attempt attempt) {
    nominations.remove(pod.pod().uid());
    queue.park(pod, rejection.plugins());
    attempt.unschedulable();
    hands.reporter().rejected(pod.pod(), rejection.getMessage());
  }

  private void fail(QueuedPod pod, RuntimeException e, SchedulerMetrics.Attempt attempt) {
    nominations.remove(pod.pod().uid());
    queue.retry(pod);
    attempt.failed();
    hands.reporter().failed(pod.pod(), e);
  }
}
