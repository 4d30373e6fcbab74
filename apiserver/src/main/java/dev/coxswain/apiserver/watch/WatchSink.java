package dev.coxswain.apiserver.watch;

import dev.coxswain.apiserver.storage.WatchItem;
import java.util.Optional;

/// Where the items of a watch go: one client. Nothing here waits.
public interface WatchSink {

  /// Whether the client takes what it is sent; if not, whoever made the sink tells the pump when it
  /// does again.
  boolean isWritable();

  void add(WatchItem item);

  /// Sends what was added and not yet sent.
  void flush();

  /// Nothing follows.
  ///
  /// @param failure why, if the stream didn't come to an end of its own
  void end(Optional<RuntimeException> failure);
}
