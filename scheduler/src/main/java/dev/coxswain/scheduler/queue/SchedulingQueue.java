package dev.coxswain.scheduler.queue;

import dev.coxswain.scheduler.framework.ClusterEvent;
import dev.coxswain.scheduler.framework.PluginSet;
import dev.coxswain.scheduler.framework.QueueSortPlugin;
import dev.coxswain.scheduler.framework.QueuedPod;
import dev.coxswain.scheduler.snapshot.PodView;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// The pods that wait for a node, each in one of four places: *active* (to be tried), *backoff* (to
/// be tried after a pause), *unschedulable* (until an event may help), *gated* (not ready); or in
/// flight, with the scheduler.
///
/// An event that happens while a pod is in flight counts as well: the pod is not parked if it may
/// help. A parked pod is tried again after 5 minutes whatever happens. Pauses are for the others'
/// sake: when nobody else waits, they are cut short, unless something went wrong.
public final class SchedulingQueue {
  private static final Duration LONGEST_PARK = Duration.ofMinutes(5);

  /// That a plugin was against a pod.
  public record Rejection(String plugin, String profile) {}

  /// How long pods wait before they are tried again: doubled with each attempt.
  public record Pauses(Duration first, Duration longest) {
    /// Upstream's.
    public static final Pauses DEFAULT = new Pauses(Duration.ofSeconds(1), Duration.ofSeconds(10));

    Duration after(int attempts) {
      int doublings = Math.min(Math.max(0, attempts - 1), 10);
      var pause = first.multipliedBy(1L << doublings);
      return pause.compareTo(longest) > 0 ? longest : pause;
    }
  }

  private final InstantSource clock;
  private final Function<PodView, PluginSet> plugins;
  private final Pauses pauses;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final WaitingPods waiting;
  private final Incoming incoming;
  private final Map<String, PodView> gated = new HashMap<>();
  private final InFlight inFlight = new InFlight();
  private boolean closed;

  /// An empty queue.
  ///
  /// @param plugins those that have a say in a pod
  public SchedulingQueue(
      Function<PodView, PluginSet> plugins,
      QueueSortPlugin sort,
      Pauses pauses,
      InstantSource clock,
      Incoming incoming) {
    this.plugins = plugins;
    this.pauses = pauses;
    this.clock = clock;
    this.incoming = incoming;
    this.waiting = new WaitingPods(sort, clock, incoming);
  }

  /// A pod without a node was seen, or has changed.
  public void put(PodView pod) {
    locked(() -> {
      if (inFlight.contains(pod.uid())) {
        inFlight.update(pod);
        return;
      }
      boolean ready =
          plugins.apply(pod).preEnqueues().stream().noneMatch(p -> p.preEnqueue(pod).isRejection());
      var before = waiting.find(pod.uid());
      if (!ready) {
        before.ifPresent(waiting::take);
        if (gated.put(pod.uid(), pod) == null) {
          incoming.came("unschedulable", Incoming.POD_ADDED);
        }
        return;
      }
      boolean wasGated = gated.remove(pod.uid()) != null;
      if (before.isEmpty()) {
        waiting.activate(
            QueuedPod.first(pod, clock.instant()),
            wasGated ? Incoming.POD_CHANGED : Incoming.POD_ADDED);
        changed.signal();
      } else {
        replace(before.get(), pod);
      }
    });
  }

  /// The pod is gone or has a node.
  public void remove(String uid) {
    locked(() -> {
      gated.remove(uid);
      waiting.find(uid).ifPresent(waiting::take);
      inFlight.forget(uid);
    });
  }

  /// The next pod to try, which is in flight until [#done], [#park] or [#retry]; empty if none is
  /// ready now.
  public Optional<QueuedPod> poll() {
    lock.lock();
    try {
      return next();
    } finally {
      lock.unlock();
    }
  }

  /// Waits for the next pod to try; empty when the queue was closed.
  public Optional<QueuedPod> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed) {
        var pod = next();
        if (pod.isPresent()) {
          return pod;
        }
        changed.await(Math.max(1, waiting.untilDue().toMillis()), TimeUnit.MILLISECONDS);
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /// The pod in flight has its node.
  public void done(QueuedPod pod) {
    locked(() -> inFlight.forget(pod.pod().uid()));
  }

  /// The pod in flight found no node: it waits for an event that may help.
  ///
  /// @param rejectedBy the plugins that were against it; none if no event in particular would help
  public void park(QueuedPod pod, Set<String> rejectedBy) {
    locked(() -> {
      var uid = pod.pod().uid();
      var missed = inFlight.finish(uid);
      if (missed.isEmpty()) {
        return;
      }
      var parked = pod.with(missed.get().pod()).rejected(rejectedBy);
      boolean changedMeanwhile =
          !missed.get().pod().pod().getSpec().equals(pod.pod().pod().getSpec());
      if (changedMeanwhile || missed.get().events().stream().anyMatch(e -> mayHelp(e, parked))) {
        pause(parked, false, Incoming.ATTEMPT_FAILED);
      } else {
        waiting.park(parked.since(clock.instant()), LONGEST_PARK);
      }
    });
  }

  /// Something went wrong with the pod in flight: it is tried again after a pause.
  public void retry(QueuedPod pod) {
    locked(() ->
        inFlight
            .finish(pod.pod().uid())
            .ifPresent(missed -> pause(pod.with(missed.pod()), true, Incoming.ATTEMPT_FAILED)));
  }

  /// Wakes the parked pods that the event may help.
  public void wake(ClusterEvent event) {
    locked(() -> {
      inFlight.happened(event);
      for (var entry : waiting.parked()) {
        if (mayHelp(event, entry.pod())) {
          waiting.take(entry);
          pause(entry.pod(), false, Incoming.event(event));
        }
      }
    });
  }

  /// How many pods wait in each place, for metrics.
  public Map<String, Integer> sizes() {
    lock.lock();
    try {
      var sizes = new HashMap<>(waiting.sizes());
      sizes.put("gated", gated.size());
      return sizes;
    } finally {
      lock.unlock();
    }
  }

  /// How many waiting pods a plugin was against the last time, for metrics.
  public Map<Rejection, Integer> rejections() {
    lock.lock();
    try {
      return waiting.rejections();
    } finally {
      lock.unlock();
    }
  }

  public void close() {
    locked(() -> closed = true);
  }

  private Optional<QueuedPod> next() {
    var first = waiting.next();
    if (first.isEmpty()) {
      return Optional.empty();
    }
    waiting.take(first.get());
    var pod = first.get().pod().attempted().since(clock.instant());
    inFlight.start(pod.pod());
    return Optional.of(pod);
  }

  private void pause(QueuedPod pod, boolean failed, String event) {
    var due = pod.addedAt().plus(pauses.after(pod.attempts()));
    if (due.isAfter(clock.instant())) {
      waiting.pause(pod, due, failed, event);
    } else {
      waiting.activate(pod.since(clock.instant()), event);
    }
    changed.signal();
  }

  private void replace(WaitingPods.Entry entry, PodView pod) {
    var changedPod = entry.pod().with(pod);
    if (waiting.isParked(entry) && isOther(entry.pod().pod(), pod)) {
      waiting.take(entry);
      pause(changedPod, false, Incoming.POD_CHANGED);
    } else {
      waiting.replace(entry, changedPod);
    }
  }

  /// Whether more than the status changed, which the scheduler itself writes.
  private static boolean isOther(PodView before, PodView after) {
    return !before.pod().getSpec().equals(after.pod().getSpec())
        || !before
            .pod()
            .getMetadata()
            .getLabelsMap()
            .equals(after.pod().getMetadata().getLabelsMap());
  }

  private boolean mayHelp(ClusterEvent event, QueuedPod pod) {
    if (event instanceof ClusterEvent.PodRemoved(var removed)
        && removed.uid().equals(pod.pod().uid())) {
      // A promise to itself was taken back.
      return false;
    }
    var all = plugins.apply(pod.pod());
    return pod.rejectedBy().isEmpty()
        || pod.rejectedBy().stream()
            .map(all::named)
            .flatMap(Optional::stream)
            .anyMatch(plugin -> plugin.mayHelp(event, pod.pod()));
  }

  private void locked(Runnable work) {
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }
}
