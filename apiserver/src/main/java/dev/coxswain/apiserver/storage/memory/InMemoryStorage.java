package dev.coxswain.apiserver.storage.memory;

import dev.coxswain.apiserver.storage.Prefixes;
import dev.coxswain.apiserver.storage.Storage;
import dev.coxswain.apiserver.storage.StorageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// [Storage] that is gone with the process. Values never expire: time is the test's business.
public final class InMemoryStorage implements Storage {
  /// A write and what the key held before it.
  private record Past(Change change, Optional<Entry> before) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition written = lock.newCondition();
  private final TreeMap<String, Entry> entries = new TreeMap<>();
  private final List<Past> history = new ArrayList<>();
  private long compacted;
  private long revision = 1;

  @Override
  public Optional<Entry> get(String key) {
    lock.lock();
    try {
      return Optional.ofNullable(entries.get(key));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Page list(String prefix, String from, long limit, long atRevision) {
    lock.lock();
    try {
      long at = atRevision == 0 ? revision : atRevision;
      var start = from.isEmpty() ? prefix : from;
      var found =
          List.copyOf(stateAt(at).subMap(start, true, Prefixes.end(prefix), false).values());
      long shown = limit == 0 ? found.size() : Math.min(limit, found.size());
      return new Page(found.subList(0, (int) shown), at, found.size());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long currentRevision() {
    lock.lock();
    try {
      return revision;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Outcome create(String key, byte[] value, Duration ttl) {
    return write(key, Optional.of(value), 0);
  }

  @Override
  public Outcome update(String key, byte[] value, long expectedRevision, Duration ttl) {
    return write(key, Optional.of(value), expectedRevision);
  }

  @Override
  public Outcome delete(String key, long expectedRevision) {
    return write(key, Optional.empty(), expectedRevision);
  }

  @Override
  public Changes watch(long afterRevision) {
    return new Reader(afterRevision);
  }

  /// Forgets what was before the given revision.
  public void compact(long before) {
    lock.lock();
    try {
      compacted = Math.max(compacted, before);
      history.removeIf(past -> past.change().revision() <= compacted);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {}

  private Outcome write(String key, Optional<byte[]> value, long expectedRevision) {
    lock.lock();
    try {
      var before = Optional.ofNullable(entries.get(key));
      if (before.map(Entry::revision).orElse(0L) != expectedRevision) {
        return new Outcome.Mismatch(before);
      }
      revision++;
      long created = before.map(Entry::createRevision).orElse(revision);
      value.ifPresentOrElse(
          bytes -> entries.put(key, new Entry(key, bytes.clone(), created, revision)),
          () -> entries.remove(key));
      history.add(new Past(new Change(key, value, created, revision), before));
      written.signalAll();
      return new Outcome.Written(revision);
    } finally {
      lock.unlock();
    }
  }

  private NavigableMap<String, Entry> stateAt(long at) {
    if (at == revision) {
      return entries;
    }
    if (at > revision) {
      throw new StorageException("required revision is a future revision", null);
    }
    if (at < compacted) {
      throw new StorageException.Compacted("required revision has been compacted");
    }
    var state = new TreeMap<>(entries);
    for (var past : history.reversed()) {
      if (past.change().revision() <= at) {
        break;
      }
      past.before()
          .ifPresentOrElse(
              entry -> state.put(entry.key(), entry), () -> state.remove(past.change().key()));
    }
    return state;
  }

  private final class Reader implements Changes {
    private long delivered;
    private boolean closed;

    Reader(long afterRevision) {
      delivered = afterRevision;
    }

    @Override
    public List<Change> next(Duration patience) throws InterruptedException {
      lock.lockInterruptibly();
      try {
        long left = patience.toNanos();
        while (!closed && delivered >= revision && left > 0) {
          left = written.awaitNanos(left);
        }
        if (!closed && delivered < compacted) {
          throw new StorageException.Compacted("required revision has been compacted");
        }
        return closed ? List.of() : unread();
      } finally {
        lock.unlock();
      }
    }

    private List<Change> unread() {
      int from = history.size();
      while (from > 0 && history.get(from - 1).change().revision() > delivered) {
        from--;
      }
      var changes = history.subList(from, history.size()).stream().map(Past::change).toList();
      delivered = Math.max(delivered, revision);
      return changes;
    }

    @Override
    public void close() {
      lock.lock();
      try {
        closed = true;
        written.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
