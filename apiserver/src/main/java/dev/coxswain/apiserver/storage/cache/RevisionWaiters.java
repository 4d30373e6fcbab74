package dev.coxswain.apiserver.storage.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// Those who want to be told when the cache has come so far.
final class RevisionWaiters {
  private record Waiter(long revision, CompletableFuture<Void> told) implements Comparable<Waiter> {
    @Override
    public int compareTo(Waiter other) {
      return Long.compare(revision, other.revision);
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final PriorityQueue<Waiter> waiters = new PriorityQueue<>();

  /// @param already asked once more after lining up, so that nobody misses what just happened
  CompletableFuture<Void> at(long revision, BooleanSupplier already) {
    var told = new CompletableFuture<Void>();
    lock.lock();
    try {
      waiters.add(new Waiter(revision, told));
    } finally {
      lock.unlock();
    }
    if (already.getAsBoolean()) {
      told.complete(null);
    }
    return told;
  }

  /// Tells everybody who waits for this revision or an earlier one.
  void reached(long revision) {
    List<Waiter> due = new ArrayList<>();
    lock.lock();
    try {
      while (!waiters.isEmpty() && waiters.peek().revision() <= revision) {
        due.add(waiters.poll());
      }
    } finally {
      lock.unlock();
    }
    due.forEach(waiter -> waiter.told().complete(null));
  }
}
