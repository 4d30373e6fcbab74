package dev.coxswain.kubelet.pod;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Lets one thread wait until something happened, and remembers that it did.
final class Wakeup {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition happened = lock.newCondition();
  private boolean pending;

  void signal() {
    lock.lock();
    try {
      pending = true;
      happened.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Returns after a signal, or when the time is over.
  void await(Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long left = atMost.toNanos();
      while (!pending && left > 0) {
        left = happened.awaitNanos(Math.min(left, TimeUnit.DAYS.toNanos(1)));
      }
      pending = false;
    } finally {
      lock.unlock();
    }
  }
}
