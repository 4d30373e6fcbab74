package dev.coxswain.apiserver.storage;

import java.time.Duration;
import java.util.Optional;

/// What a watch request delivers; for one reader at a time.
public interface WatchStream extends AutoCloseable {

  /// The next item; empty when there was none in time or the stream is over ([#isClosed] tells).
  Optional<WatchItem> next(Duration patience) throws InterruptedException;

  /// Whether no item will come any more.
  boolean isClosed();

  @Override
  void close();
}
