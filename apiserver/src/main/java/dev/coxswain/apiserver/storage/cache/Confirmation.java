package dev.coxswain.apiserver.storage.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Asks the store for its revision on behalf of many at once.
///
/// An answer counts only for those who came before the question was put; whoever comes while one is
/// under way shares the next.
final class Confirmation {
  private final Supplier<CompletableFuture<Long>> ask;
  private final ReentrantLock lock = new ReentrantLock();
  private CompletableFuture<Long> next = new CompletableFuture<>();
  private boolean asking;
  private boolean awaited;

  Confirmation(Supplier<CompletableFuture<Long>> ask) {
    this.ask = ask;
  }

  /// A revision that the store had reached at some time after this call.
  CompletableFuture<Long> revision() {
    CompletableFuture<Long> mine;
    lock.lock();
    try {
      mine = next;
      if (asking) {
        awaited = true;
        return mine;
      }
      asking = true;
      next = new CompletableFuture<>();
    } finally {
      lock.unlock();
    }
    ask(mine);
    return mine;
  }

  private void ask(CompletableFuture<Long> waiting) {
    asked()
        .whenComplete((revision, broken) -> {
          if (broken == null) {
            waiting.complete(revision);
          } else {
            waiting.completeExceptionally(broken);
          }
          askForThoseWhoCameMeanwhile(); // After the answers: the more come, the fewer questions.
        });
  }

  private CompletableFuture<Long> asked() {
    try {
      return ask.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void askForThoseWhoCameMeanwhile() {
    CompletableFuture<Long> waiting;
    lock.lock();
    try {
      asking = awaited;
      if (!awaited) {
        return;
      }
      awaited = false;
      waiting = next;
      next = new CompletableFuture<>();
    } finally {
      lock.unlock();
    }
    ask(waiting);
  }
}
