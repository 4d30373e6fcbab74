package dev.coxswain.scheduler.queue;

import dev.coxswain.scheduler.framework.QueueSortPlugin;
import dev.coxswain.scheduler.framework.QueuedPod;
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
import java.util.TreeSet;

/// The pods of the queue, each where it waits: active, pausing, or parked.
final class WaitingPods {
  private final InstantSource clock;
  private final Incoming incoming;
  private final TreeSet<Entry> active;
  private final TreeSet<Entry> backoff =
      new TreeSet<>(Comparator.comparing(Entry::due).thenComparingLong(Entry::order));
  // In the order in which their time is over.
  private final SequencedMap<String, Entry> unschedulable = new LinkedHashMap<>();
  private final Map<String, Entry> all = new HashMap<>();
  private long order;

  /// A pod at its place.
  ///
  /// @param due when its pause, or its time in the park, is over
  /// @param failed whether something went wrong with it
  record Entry(QueuedPod pod, Instant due, long order, boolean failed) {
    String uid() {
      return pod.pod().uid();
    }
  }

  WaitingPods(QueueSortPlugin sort, InstantSource clock, Incoming incoming) {
    this.clock = clock;
    this.incoming = incoming;
    this.active =
        new TreeSet<>(
            Comparator.comparing(Entry::pod, sort::compare).thenComparingLong(Entry::order));
  }

  Optional<Entry> find(String uid) {
    return Optional.ofNullable(all.get(uid));
  }

  boolean isParked(Entry entry) {
    return unschedulable.containsKey(entry.uid());
  }

  /// Whom each plugin was against the last time.
  Map<SchedulingQueue.Rejection, Integer> rejections() {
    var counts = new HashMap<SchedulingQueue.Rejection, Integer>();
    for (var entry : all.values()) {
      var profile = entry.pod().pod().pod().getSpec().getSchedulerName();
      for (var plugin : entry.pod().rejectedBy()) {
        counts.merge(new SchedulingQueue.Rejection(plugin, profile), 1, Integer::sum);
      }
    }
    return counts;
  }

  List<Entry> parked() {
    return List.copyOf(unschedulable.values());
  }

  Map<String, Integer> sizes() {
    return Map.of(
        "active", active.size(),
        "backoff", backoff.size(),
        "unschedulable", unschedulable.size());
  }

  /// The pod is to be tried.
  ///
  /// @param event what for
  void activate(QueuedPod pod, String event) {
    incoming.came("active", event);
    var entry = new Entry(pod, clock.instant(), order++, false);
    active.add(entry);
    all.put(entry.uid(), entry);
  }

  /// The pod is to be tried then, or when nobody is active.
  ///
  /// @param failed whether something went wrong with it, so that it waits in any case
  void pause(QueuedPod pod, Instant due, boolean failed, String event) {
    incoming.came("backoff", event);
    var entry = new Entry(pod, due, order++, failed);
    backoff.add(entry);
    all.put(entry.uid(), entry);
  }

  /// The pod waits for an event.
  ///
  /// @param atMost when it is tried without one
  void park(QueuedPod pod, Duration atMost) {
    incoming.came("unschedulable", Incoming.ATTEMPT_FAILED);
    var entry = new Entry(pod, clock.instant().plus(atMost), order++, false);
    unschedulable.put(entry.uid(), entry);
    all.put(entry.uid(), entry);
  }

  void take(Entry entry) {
    active.remove(entry);
    backoff.remove(entry);
    unschedulable.remove(entry.uid());
    all.remove(entry.uid());
  }

  /// The pod looks different and stays where it waits.
  void replace(Entry before, QueuedPod pod) {
    var entry = new Entry(pod, before.due(), before.order(), before.failed());
    boolean parked = isParked(before);
    boolean pausing = backoff.contains(before);
    take(before);
    all.put(entry.uid(), entry);
    if (parked) {
      unschedulable.put(entry.uid(), entry);
    } else {
      (pausing ? backoff : active).add(entry);
    }
  }

  /// Who is to be tried now; it stays here until it is taken.
  Optional<Entry> next() {
    promote();
    return active.isEmpty()
        ? backoff.stream().filter(entry -> !entry.failed()).findFirst()
        : Optional.of(active.first());
  }

  /// How long nobody is due, if nothing happens.
  Duration untilDue() {
    var now = clock.instant();
    var next = backoff.isEmpty() ? now.plusSeconds(1) : backoff.first().due();
    return Duration.between(now, next);
  }

  /// Moves on whoever has waited long enough.
  private void promote() {
    var now = clock.instant();
    while (!backoff.isEmpty() && !backoff.first().due().isAfter(now)) {
      moveOn(backoff.first(), now, Incoming.PAUSE_OVER);
    }
    while (!unschedulable.isEmpty() && !firstParked().due().isAfter(now)) {
      moveOn(firstParked(), now, Incoming.PARKED_TOO_LONG);
    }
  }

  private void moveOn(Entry entry, Instant now, String event) {
    take(entry);
    activate(entry.pod().since(now), event);
  }

  private Entry firstParked() {
    return unschedulable.firstEntry().getValue();
  }
}
