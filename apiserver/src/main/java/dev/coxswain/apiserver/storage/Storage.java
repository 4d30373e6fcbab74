package dev.coxswain.apiserver.storage;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A key-value store with one revision that counts every write: etcd, or its likeness in memory.
///
/// Every call but [#currentRevisionLater] blocks, has a deadline and throws [StorageException] when
/// the store can't be reached in time.
public interface Storage extends AutoCloseable {

  /// A value and its history.
  ///
  /// @param revision of the write that made it what it is
  @SuppressWarnings("ArrayRecordComponent") // The bytes are shared and never changed.
  record Entry(String key, byte[] value, long createRevision, long revision) {}

  /// The latest value of the key.
  Optional<Entry> get(String key);

  /// The entries whose keys start with `prefix`, from `from` (inclusive; the prefix itself for the
  /// first page), in the order of their keys.
  ///
  /// @param limit 0 for all
  /// @param revision the state to show; 0 for the latest
  /// @throws StorageException.Compacted if that revision is no longer kept
  Page list(String prefix, String from, long limit, long revision);

  /// A part of a list.
  ///
  /// @param revision of the state that the entries belong to
  /// @param count of all entries from where the page starts, those beyond the limit included
  record Page(List<Entry> entries, long revision, long count) {}

  /// The revision of the latest write by anyone, confirmed with the other members of the store.
  long currentRevision();

  /// [#currentRevision] for somebody who doesn't wait; fails with a [StorageException]. What
  /// follows on it may run on the thread that reads the store's answers, and must be quick.
  default CompletableFuture<Long> currentRevisionLater() {
    return CompletableFuture.completedFuture(currentRevision());
  }

  /// Stores a value under a key that is not there yet.
  ///
  /// @param ttl zero for ever
  Outcome create(String key, byte[] value, Duration ttl);

  /// Replaces the value that was written at `expectedRevision`.
  Outcome update(String key, byte[] value, long expectedRevision, Duration ttl);

  /// Removes the value that was written at `expectedRevision`.
  Outcome delete(String key, long expectedRevision);

  /// What became of a guarded write.
  sealed interface Outcome {
    record Written(long revision) implements Outcome {}

    /// The key was not as expected; nothing was written.
    record Mismatch(Optional<Entry> current) implements Outcome {}
  }

  /// All changes of all keys after a revision, each once and in order, however often the connection
  /// breaks.
  Changes watch(long afterRevision);

  /// A stream of changes; for one thread, and [#close] from any.
  interface Changes extends AutoCloseable {

    /// The changes of some next revisions, each revision complete; empty when nothing came in time
    /// or the stream is closed.
    ///
    /// @throws StorageException.Compacted if the store no longer has what comes next: list again
    List<Change> next(Duration patience) throws InterruptedException;

    @Override
    void close();
  }

  /// A write to one key.
  ///
  /// @param value empty when the key was deleted
  record Change(String key, Optional<byte[]> value, long createRevision, long revision) {}

  @Override
  void close();
}
