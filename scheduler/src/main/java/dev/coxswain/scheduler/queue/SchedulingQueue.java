package dev.coxswain.scheduler.queue;

import dev.coxswain.scheduler.framework.ClusterEvent;
import dev.coxswain.scheduler.framework.PluginSet;
import dev.coxswain.scheduler.framework.QueueSortPlugin;
import dev.coxswain.scheduler.framework.QueuedPod;
import dev.coxswain.scheduler.snapshot.PodView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
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
  private final TreeSet<Entry> active;
  private final TreeSet<Entry> backoff =
      new TreeSet<>(Comparator.comparing(Entry::due).thenComparingLong(Entry::order));
  // In the order in which their time is over.
  private final SequencedMap<String, Entry> unschedulable = new LinkedHashMap<>();
  private final Map<String, PodView> gated = new HashMap<>();
  private final Map<String, Entry> waiting = new HashMap<>();
  private final InFlight inFlight = new InFlight();
  private long order;
  private boolean closed;

  /// A pod at its place.
  ///
  /// @param due when its pause, or its time in the park, is over
  /// @param failed whether something went wrong with it
  private record Entry(QueuedPod pod, Instant due, long order, boolean failed) {
    String uid() {
      return pod.pod().uid();
    }
  }

  /// An empty queue.
  ///
  /// @param plugins those that have a say in a pod
  public SchedulingQueue(
      Function<PodView, PluginSet> plugins,
      QueueSortPlugin sort,
      Pauses pauses,
      InstantSource clock) {
    this.plugins = plugins;
    this.pauses = pauses;
    this.clock = clock;
    this.active =
        new TreeSet<>(
            Comparator.comparing(Entry::pod, sort::compare).thenComparingLong(Entry::order));
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
      var before = Optional.ofNullable(waiting.get(pod.uid()));
      if (!ready) {
        before.ifPresent(this::take);
        gated.put(pod.uid(), pod);
        return;
      }
      gated.remove(pod.uid());
      if (before.isEmpty()) {
        activate(QueuedPod.first(pod, clock.instant()));
      } else {
        replace(before.get(), pod);
      }
    });
  }

  /// The pod is gone or has a node.
  public void remove(String uid) {
    locked(() -> {
      gated.remove(uid);
      Optional.ofNullable(waiting.get(uid)).ifPresent(this::take);
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
        changed.await(Math.max(1, untilDue().toMillis()), TimeUnit.MILLISECONDS);
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
        pause(parked);
      } else {
        var now = clock.instant();
        var entry = new Entry(parked.since(now), now.plus(LONGEST_PARK), order++, false);
        unschedulable.put(uid, entry);
        waiting.put(uid, entry);
      }
    });
  }

  /// Something went wrong with the pod in flight: it is tried again after a pause.
  public void retry(QueuedPod pod) {
    locked(() ->
        inFlight.finish(pod.pod().uid()).ifPresent(missed -> pause(pod.with(missed.pod()), true)));
  }

  /// Wakes the parked pods that the event may help.
  public void wake(ClusterEvent event) {
    locked(() -> {
      inFlight.happened(event);
      for (var entry : List.copyOf(unschedulable.values())) {
        if (mayHelp(event, entry.pod())) {
          take(entry);
          pause(entry.pod());
        }
      }
    });
  }

  /// How many pods wait in each place, for metrics.
  public Map<String, Integer> sizes() {
    lock.lock();
    try {
      return Map.of(
          "active", active.size(),
          "backoff", backoff.size(),
          "unschedulable", unschedulable.size(),
          "gated", gated.size());
    } finally {
      lock.unlock();
    }
  }

  public void close() {
    locked(() -> closed = true);
  }

  private Optional<QueuedPod> next() {
    promote();
    var first =
        active.isEmpty()
            ? backoff.stream().filter(waiting -> !waiting.failed()).findFirst()
            : Optional.of(active.first());
    if (first.isEmpty()) {
      return Optional.empty();
    }
    var entry = first.get();
    take(entry);
    var pod = entry.pod().attempted().since(clock.instant());
    inFlight.start(pod.pod());
    return Optional.of(pod);
  }

  /// Moves on whoever has waited long enough.
  private void promote() {
    var now = clock.instant();
    while (!backoff.isEmpty() && !backoff.first().due().isAfter(now)) {
      var entry = backoff.first();
      take(entry);
      activate(entry.pod().since(now));
    }
    while (!unschedulable.isEmpty() && !firstParked().due().isAfter(now)) {
      var entry = firstParked();
      take(entry);
      activate(entry.pod().since(now));
    }
  }

  private Entry firstParked() {
    return unschedulable.firstEntry().getValue();
  }

  private Duration untilDue() {
    var now = clock.instant();
    var next = backoff.isEmpty() ? now.plusSeconds(1) : backoff.first().due();
    return Duration.between(now, next);
  }

  private void activate(QueuedPod pod) {
    var entry = new Entry(pod, clock.instant(), order++, false);
    active.add(entry);
    waiting.put(entry.uid(), entry);
    changed.signal();
  }

  private void pause(QueuedPod pod) {
    pause(pod, false);
  }

  private void pause(QueuedPod pod, boolean failed) {
    var due = pod.addedAt().plus(pauses.after(pod.attempts()));
    if (!due.isAfter(clock.instant())) {
      activate(pod.since(clock.instant()));
      return;
    }
    var entry = new Entry(pod, due, order++, failed);
    backoff.add(entry);
    waiting.put(entry.uid(), entry);
    changed.signal();
  }

  private void replace(Entry entry, PodView pod) {
    boolean parked = unschedulable.containsKey(pod.uid());
    boolean wakes = parked && isOther(entry.pod().pod(), pod);
    take(entry);
    var changedPod = entry.pod().with(pod);
    if (wakes) {
      pause(changedPod);
    } else {
      putBack(new Entry(changedPod, entry.due(), entry.order(), entry.failed()), parked, entry);
    }
  }

  private void putBack(Entry entry, boolean parked, Entry before) {
    waiting.put(entry.uid(), entry);
    if (parked) {
      unschedulable.put(entry.uid(), entry);
    } else if (before.due().isAfter(clock.instant())) {
      backoff.add(entry);
    } else {
      active.add(entry);
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

  private void take(Entry entry) {
    active.remove(entry);
    backoff.remove(entry);
    unschedulable.remove(entry.uid());
    waiting.remove(entry.uid());
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
