package dev.coxswain.apiserver.storage.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// Asks the store for its revision on behalf of many at once.
///
/// An answer counts only for those who came before the question was put; whoever comes while one is
/// under way shares the next.
final class Confirmation {
  private final LongSupplier ask;
  private final ReentrantLock asking = new ReentrantLock();
  private final ReentrantLock lock = new ReentrantLock();
  private CompletableFuture<Long> next = new CompletableFuture<>();

  Confirmation(LongSupplier ask) {
    this.ask = ask;
  }

  /// A revision that the store had reached at some time during this call.
  long revision() {
    var mine = join();
    asking.lock();
    try {
      if (!mine.isDone()) {
        answer(mine);
      }
    } finally {
      asking.unlock();
    }
    try {
      return mine.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private void answer(CompletableFuture<Long> waiting) {
    lock.lock();
    try {
      next = new CompletableFuture<>();
    } finally {
      lock.unlock();
    }
    try {
      waiting.complete(ask.getAsLong());
    } catch (RuntimeException e) {
      waiting.completeExceptionally(e);
    }
  }

  private CompletableFuture<Long> join() {
    lock.lock();
    try {
      return next;
    } finally {
      lock.unlock();
    }
  }
}
