package dev.coxswain.kubelet.runtime.docker;

import com.github.dockerjava.api.async.ResultCallback;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// Waits for the end of a stream of the engine and hands on what failed, instead of logging it.
final class Reception<T> implements ResultCallback<T> {
  private final Consumer<? super T> items;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final AtomicReference<Closeable> stream = new AtomicReference<>();
  private volatile boolean closed;

  Reception(Consumer<? super T> items) {
    this.items = items;
  }

  /// @return false if the stream goes on
  /// @throws IOException if it broke
  boolean await(Duration atMost) throws InterruptedException, IOException {
    boolean over = ended.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    check();
    return over;
  }

  void await() throws InterruptedException, IOException {
    ended.await();
    check();
  }

  private void check() throws IOException {
    switch (failure.get()) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Throwable e ->
          throw new IOException(Optional.ofNullable(e.getMessage()).orElse(e.toString()), e);
    }
  }

  @Override
  public void onStart(Closeable closeable) {
    stream.set(closeable);
  }

  @Override
  public void onNext(T item) {
    items.accept(item);
  }

  @Override
  public void onError(Throwable throwable) {
    if (!closed) {
      failure.compareAndSet(null, throwable);
    }
    ended.countDown();
  }

  @Override
  public void onComplete() {
    ended.countDown();
  }

  @Override
  public void close() throws IOException {
    closed = true;
    ended.countDown();
    var open = stream.getAndSet(null);
    if (open != null) {
      open.close();
    }
  }
}
