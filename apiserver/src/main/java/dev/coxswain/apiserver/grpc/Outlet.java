package dev.coxswain.apiserver.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A stream to a client that takes no message before the client can.
final class Outlet<T> {
  private final ServerCallStreamObserver<T> observer;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  Outlet(ServerCallStreamObserver<T> observer) {
    this.observer = observer;
    observer.setOnReadyHandler(this::wake);
    observer.setOnCancelHandler(this::wake);
  }

  /// Waits until the client can take a message; false if it has gone.
  private boolean awaitReady() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!observer.isReady() && !observer.isCancelled()) {
        changed.await();
      }
      return !observer.isCancelled();
    } finally {
      lock.unlock();
    }
  }

  /// Sends a message once the client can take it; false if it has gone.
  boolean send(T message) throws InterruptedException {
    if (!awaitReady()) {
      return false;
    }
    observer.onNext(message);
    return true;
  }

  void complete() {
    if (!observer.isCancelled()) {
      observer.onCompleted();
    }
  }

  void fail(RuntimeException e) {
    if (!observer.isCancelled()) {
      observer.onError(Failures.of(e));
    }
  }

  private void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
