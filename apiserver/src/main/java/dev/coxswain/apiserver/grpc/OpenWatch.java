package dev.coxswain.apiserver.grpc;

import dev.coxswain.apiserver.storage.WatchItem;
import dev.coxswain.apiserver.storage.WatchStream;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// A watch that counts as open until it is closed.
final class OpenWatch implements WatchStream {
  private final WatchStream stream;
  private final AtomicInteger open;
  private final AtomicBoolean closed = new AtomicBoolean();

  OpenWatch(WatchStream stream, AtomicInteger open) {
    this.stream = stream;
    this.open = open;
    open.incrementAndGet();
  }

  @Override
  public Optional<WatchItem> poll() {
    return stream.poll();
  }

  @Override
  public void whenReady(Runnable action) {
    stream.whenReady(action);
  }

  @Override
  public Instant due() {
    return stream.due();
  }

  @Override
  public boolean isClosed() {
    return stream.isClosed();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      open.decrementAndGet();
    }
    stream.close();
  }
}
