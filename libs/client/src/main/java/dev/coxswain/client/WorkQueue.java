package dev.coxswain.client;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Keys that need work, each at most once, and no key with two workers at a time: a key that is
/// added while it is being worked on is handed out again after [#done].
///
/// It is as large as the number of distinct keys. It has no threads; delayed keys become due by the
/// clock, and [#poll] never waits, so that simulated time can drive it.
public final class WorkQueue<K> {
  private final InstantSource clock;
  private final Backoff backoff;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<K> ready = new ArrayDeque<>();
  private final Map<K, Instant> dirty = new HashMap<>();
  private final Map<K, Instant> processing = new HashMap<>();
  private final Map<K, Delayed<K>> delayed = new HashMap<>();
  private final PriorityQueue<Delayed<K>> due =
      new PriorityQueue<>(
          Comparator.<Delayed<K>, Instant>comparing(Delayed::at).thenComparingLong(Delayed::order));
  private final Map<K, Integer> failures = new HashMap<>();
  private Observer observer = new Observer() {};
  private long order;
  private boolean closed;

  /// Is told what happens to keys; quick, as the queue waits for it.
  public interface Observer {
    /// A key was added that was not there.
    default void added() {}

    /// A key was added for later.
    default void postponed() {}

    /// A key is handed out after it waited that long.
    default void taken(Duration waited) {}

    /// A key was worked on for that long.
    default void done(Duration worked) {}
  }

  /// For how long all keys that are being worked on have been, and the one that takes longest.
  public record Unfinished(Duration sum, Duration longest) {}

  private record Delayed<K>(K key, Instant at, long order) {}

  public WorkQueue(InstantSource clock) {
    this(clock, Backoff.standard());
  }

  public WorkQueue(InstantSource clock, Backoff backoff) {
    this.clock = clock;
    this.backoff = backoff;
  }

  /// Has somebody told what happens from now on, and nobody else.
  public void observe(Observer next) {
    lock.lock();
    try {
      observer = next;
    } finally {
      lock.unlock();
    }
  }

  public Unfinished unfinished() {
    lock.lock();
    try {
      var now = clock.instant();
      var ages = processing.values().stream().map(since -> Duration.between(since, now)).toList();
      return new Unfinished(
          ages.stream().reduce(Duration.ZERO, Duration::plus),
          ages.stream().max(Comparator.naturalOrder()).orElse(Duration.ZERO));
    } finally {
      lock.unlock();
    }
  }

  public void add(K key) {
    lock.lock();
    try {
      enqueue(key);
    } finally {
      lock.unlock();
    }
  }

  /// Adds the key later. Of several such requests for one key the earliest counts.
  public void addAfter(K key, Duration delay) {
    lock.lock();
    try {
      observer.postponed();
      if (delay.isZero() || delay.isNegative()) {
        enqueue(key);
      } else {
        postpone(key, clock.instant().plus(delay));
      }
    } finally {
      lock.unlock();
    }
  }

  /// Adds the key after a pause that grows with each call, until [#forget].
  public void addRateLimited(K key) {
    lock.lock();
    try {
      int count = failures.merge(key, 1, Integer::sum);
      addAfter(key, backoff.after(count));
    } finally {
      lock.unlock();
    }
  }

  /// The key is all right: its next pause is a short one.
  public void forget(K key) {
    lock.lock();
    try {
      failures.remove(key);
    } finally {
      lock.unlock();
    }
  }

  /// How often in a row the key failed.
  public int failures(K key) {
    lock.lock();
    try {
      return failures.getOrDefault(key, 0);
    } finally {
      lock.unlock();
    }
  }

  /// Waits for a key; whoever gets it calls [#done] afterwards. Empty when the queue was closed and
  /// is used up.
  public Optional<K> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        var key = next();
        if (key.isPresent() || closed) {
          return key;
        }
        if (due.isEmpty()) {
          changed.await();
        } else {
          var wait = Duration.between(clock.instant(), due.peek().at());
          changed.await(Math.max(1, wait.toNanos()), TimeUnit.NANOSECONDS);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /// A key that is due now, if there is one. Whoever gets it calls [#done] afterwards.
  public Optional<K> poll() {
    lock.lock();
    try {
      return next();
    } finally {
      lock.unlock();
    }
  }

  public void done(K key) {
    lock.lock();
    try {
      var since = processing.remove(key);
      if (since != null) {
        observer.done(Duration.between(since, clock.instant()));
      }
      if (dirty.containsKey(key)) {
        ready.add(key);
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /// How many keys are due.
  public int size() {
    lock.lock();
    try {
      promote();
      return ready.size();
    } finally {
      lock.unlock();
    }
  }

  /// When the next delayed key becomes due.
  public Optional<Instant> nextDue() {
    lock.lock();
    try {
      return Optional.ofNullable(due.peek()).map(Delayed::at);
    } finally {
      lock.unlock();
    }
  }

  /// No more keys are taken in; waiting workers return.
  public void close() {
    lock.lock();
    try {
      closed = true;
      delayed.clear();
      due.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private Optional<K> next() {
    promote();
    var key = ready.poll();
    if (key != null) {
      var now = clock.instant();
      observer.taken(Duration.between(dirty.remove(key), now));
      processing.put(key, now);
    }
    return Optional.ofNullable(key);
  }

  private void promote() {
    var now = clock.instant();
    while (!due.isEmpty() && !due.peek().at().isAfter(now)) {
      var item = due.poll();
      delayed.remove(item.key());
      enqueue(item.key());
    }
  }

  private void enqueue(K key) {
    if (closed || dirty.containsKey(key)) {
      return;
    }
    dirty.put(key, clock.instant());
    observer.added();
    if (processing.containsKey(key)) {
      return;
    }
    ready.add(key);
    changed.signal();
  }

  private void postpone(K key, Instant at) {
    var before = delayed.get(key);
    if (closed || (before != null && !at.isBefore(before.at()))) {
      return;
    }
    if (before != null) {
      due.remove(before);
    }
    var item = new Delayed<>(key, at, order++);
    delayed.put(key, item);
    due.add(item);
    changed.signal();
  }
}
