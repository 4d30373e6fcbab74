package dev.coxswain.apiserver.storage;

import java.time.Instant;
import java.util.Optional;

/// What a watch request delivers; for one reader at a time, which never has to wait.
public interface WatchStream extends AutoCloseable {

  /// The next item, if there is one by now. After an empty answer [#isClosed] tells whether the
  /// stream is over.
  Optional<WatchItem> poll();

  /// Has an action run, once, as soon as [#poll] may have something new to say, [#due] apart; at
  /// once if that is so already. A later call replaces an earlier one.
  ///
  /// @param action runs on whatever thread brings the news, and must not wait
  void whenReady(Runnable action);

  /// When to [#poll] although nothing has changed.
  Instant due();

  /// Whether no item will come any more.
  boolean isClosed();

  @Override
  void close();
}
