package dev.coxswain.scheduler;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// A virtual thread for each task, and a bound on how many there are; whoever comes in beyond
/// waits.
final class BoundedThreads implements Executor {
  private final Semaphore free;
  private final String name;
  private final int bound;

  BoundedThreads(String name, int bound) {
    this.name = name;
    this.bound = bound;
    this.free = new Semaphore(bound);
  }

  @Override
  public void execute(Runnable task) {
    free.acquireUninterruptibly();
    Thread.ofVirtual()
        .name(name)
        .start(() -> {
          try {
            task.run();
          } finally {
            free.release();
          }
        });
  }

  /// Waits until all tasks are done.
  ///
  /// @return false if that took longer than it may
  boolean drain(Duration atMost) throws InterruptedException {
    return free.tryAcquire(bound, atMost.toNanos(), TimeUnit.NANOSECONDS);
  }
}
