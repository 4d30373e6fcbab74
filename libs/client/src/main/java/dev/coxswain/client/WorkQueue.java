package dev.coxswain.client;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
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
  private final Set<K> dirty = new HashSet<>();
  private final Set<K> processing = new HashSet<>();
  private final Map<K, Delayed<K>> delayed = new HashMap<>();
  private final PriorityQueue<Delayed<K>> due =
      new PriorityQueue<>(
          Comparator.<Delayed<K>, Instant>comparing(Delayed::at).thenComparingLong(Delayed::order));
  private final Map<K, Integer> failures = new HashMap<>();
  private long order;
  private boolean closed;

  private record Delayed<K>(K key, Instant at, long order) {}

  public WorkQueue(InstantSource clock) {
    this(clock, Backoff.standard());
  }

  public WorkQueue(InstantSource clock, Backoff backoff) {
    this.clock = clock;
    this.backoff = backoff;
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
      processing.remove(key);
      if (dirty.contains(key)) {
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
      dirty.remove(key);
      processing.add(key);
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
    if (closed || !dirty.add(key) || processing.contains(key)) {
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
