package dev.coxswain.apiserver.testing;

import dev.coxswain.apiserver.storage.WatchItem;
import dev.coxswain.apiserver.storage.WatchStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Reads a watch by waiting for it.
public final class WatchReader {
  private WatchReader() {}

  /// The next item; empty if there is none in time, or the stream is over.
  public static Optional<WatchItem> next(WatchStream stream, Duration patience)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    var item = stream.poll();
    while (item.isEmpty() && !stream.isClosed() && System.nanoTime() < end) {
      var ready = new Semaphore(0);
      stream.whenReady(ready::release);
      if (ready.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        item = stream.poll();
      }
    }
    return item;
  }
}
