package dev.coxswain.client;

import com.google.protobuf.Message;
import java.util.Iterator;
import java.util.Optional;

/// A stream of changes in the order in which they happened. One thread reads it; any thread may
/// close it.
///
/// What the server reports as an error is thrown by the reading methods: `ApiException.Gone` when
/// the changes are no longer to be had and the reader must list again.
public interface Watch<M extends Message> extends Iterator<WatchEvent<M>>, AutoCloseable {

  /// Waits for the next change. False when the stream has ended, which is normal, or was closed.
  @Override
  boolean hasNext();

  /// A change that is already there, without waiting.
  Optional<WatchEvent<M>> poll();

  /// Whether the stream has ended and everything of it was read.
  boolean ended();

  @Override
  void close();
}
