package dev.coxswain.scheduler;

import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.scheduler.binding.BindingCycle;
import dev.coxswain.scheduler.binding.PodReporter;
import dev.coxswain.scheduler.framework.ClusterEvent;
import dev.coxswain.scheduler.framework.Decision.Placed;
import dev.coxswain.scheduler.framework.Decision.Unschedulable;
import dev.coxswain.scheduler.framework.Profile;
import dev.coxswain.scheduler.framework.QueuedPod;
import dev.coxswain.scheduler.queue.SchedulingQueue;
import dev.coxswain.scheduler.snapshot.ClusterState;
import java.util.concurrent.Executor;

/// Takes one pod after the other, decides, promises the node to the pod, and leaves the binding to
/// the executor.
public final class Scheduler {
  private final Profile profile;
  private final ClusterState cluster;
  private final SchedulingQueue queue;
  private final BindingCycle bindings;
  private final PodReporter reporter;
  private final SchedulerMetrics metrics;
  private final Executor executor;

  /// A scheduler that is not running.
  ///
  /// @param executor runs what waits for the API server; decisions go on meanwhile
  public Scheduler(
      Profile profile,
      ClusterState cluster,
      SchedulingQueue queue,
      PodReporter reporter,
      SchedulerMetrics metrics,
      Executor executor) {
    this.profile = profile;
    this.cluster = cluster;
    this.queue = queue;
    this.bindings = new BindingCycle(profile.plugins());
    this.reporter = reporter;
    this.metrics = metrics;
    this.executor = executor;
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
    if (cluster.isPlaced(pod.pod().uid())) {
      queue.done(pod);
      return;
    }
    try {
      var decision = metrics.timed(() -> profile.decide(pod.pod(), cluster.snapshot()));
      switch (decision) {
        case Placed placed -> place(pod, placed);
        case Unschedulable(var message, var plugins) -> {
          queue.park(pod, plugins);
          metrics.unschedulable();
          executor.execute(() -> reporter.unschedulable(pod.pod(), message));
        }
      }
    } catch (RuntimeException e) {
      fail(pod, e);
    }
  }

  private void place(QueuedPod pod, Placed placed) {
    cluster.assume(pod.pod(), placed.node().name());
    try {
      bindings.reserve(pod.pod(), placed);
    } catch (BindingCycle.Rejected e) {
      takeBack(pod, placed);
      reject(pod, e);
      return;
    }
    executor.execute(() -> bind(pod, placed));
  }

  private void bind(QueuedPod pod, Placed placed) {
    try {
      bindings.bind(pod.pod(), placed);
      queue.done(pod);
      metrics.scheduled();
      reporter.scheduled(pod.pod(), placed.node().name());
    } catch (ApiException.NotFound e) {
      // Deleted meanwhile; the informer says the same sooner or later.
      takeBack(pod, placed);
      queue.done(pod);
    } catch (BindingCycle.Rejected e) {
      takeBack(pod, placed);
      reject(pod, e);
    } catch (InterruptedException e) {
      takeBack(pod, placed);
      queue.retry(pod);
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      takeBack(pod, placed);
      fail(pod, e);
    }
  }

  private void takeBack(QueuedPod pod, Placed placed) {
    bindings.unreserve(pod.pod(), placed);
    cluster.removePod(pod.pod().uid());
    queue.wake(new ClusterEvent.PodRemoved(pod.pod()));
  }

  private void reject(QueuedPod pod, BindingCycle.Rejected rejection) {
    queue.park(pod, rejection.plugins());
    metrics.unschedulable();
    reporter.unschedulable(pod.pod(), rejection.getMessage());
  }

  private void fail(QueuedPod pod, RuntimeException e) {
    queue.retry(pod);
    metrics.failed();
    executor.execute(() -> reporter.failed(pod.pod(), e));
  }
}
