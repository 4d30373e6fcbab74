package dev.coxswain.apiserver.storage.cache;

import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apiserver.storage.ObjectStore;
import dev.coxswain.apiserver.storage.OwnWrites;
import dev.coxswain.apiserver.storage.Prefixes;
import dev.coxswain.apiserver.storage.Storage.Change;
import dev.coxswain.apiserver.storage.Storage.Entry;
import dev.coxswain.apiserver.storage.StoredObject;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// The objects of one resource as they are stored, sorted by key, and their latest changes.
final class ResourceCache {
  private final ResourceType stored;
  private final InstantSource clock;
  private final LongSupplier seen;
  private final OwnWrites writes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Cursor, Runnable> sleepers = new LinkedHashMap<>();

  private TreeMap<String, StoredObject> objects = new TreeMap<>();
  private EventRing ring = new EventRing(0);
  private Optional<Snapshot> latest = Optional.empty();
  private long applied;
  private long generation;

  /// @param seen the revision up to which every change of the store has been applied everywhere
  /// @param writes what this server writes itself
  ResourceCache(ResourceType stored, InstantSource clock, LongSupplier seen, OwnWrites writes) {
    this.writes = writes;
    this.stored = stored;
    this.clock = clock;
    this.seen = seen;
  }

  ResourceType stored() {
    return stored;
  }

  /// Starts over from a list. Watchers of what was before are closed.
  void reset(List<Entry> entries, long revision) {
    var fresh = new TreeMap<String, StoredObject>();
    entries.forEach(e -> fresh.put(e.key(), object(e.value(), e.revision())));
    List<Runnable> awake;
    lock.lock();
    try {
      objects = fresh;
      ring = new EventRing(revision);
      latest = Optional.empty();
      applied = revision;
      generation++;
      awake = awake();
    } finally {
      lock.unlock();
    }
    awake.forEach(Runnable::run);
  }

  /// Applies changes of this resource, in order and with whole revisions.
  void apply(List<Change> changes) {
    long now = clock.millis();
    List<Runnable> awake;
    lock.lock();
    try {
      for (var change : changes) {
        apply(change, now);
      }
      latest = Optional.empty();
      awake = awake();
    } finally {
      lock.unlock();
    }
    awake.forEach(Runnable::run);
  }

  private List<Runnable> awake() {
    var actions = List.copyOf(sleepers.values());
    sleepers.clear();
    return actions;
  }

  private void apply(Change change, long now) {
    var object = change.value().map(bytes -> object(change.key(), bytes, change.revision()));
    var previous =
        Optional.ofNullable(
            object.isPresent()
                ? objects.put(change.key(), object.get())
                : objects.remove(change.key()));
    previous.ifPresent(StoredObject::retire);
    applied = change.revision();
    if (object.isPresent() || previous.isPresent()) {
      ring.add(CacheEvent.of(change.key(), change.revision(), previous, object, now));
    }
  }

  Optional<StoredObject> get(String key) {
    lock.lock();
    try {
      return Optional.ofNullable(objects.get(key));
    } finally {
      lock.unlock();
    }
  }

  /// The state now.
  Snapshot snapshot() {
    lock.lock();
    try {
      if (latest.isEmpty()) {
        latest = Optional.of(Snapshot.of(objects, revision()));
      }
      return latest.get().at(revision());
    } finally {
      lock.unlock();
    }
  }

  /// The state at a revision, if the ring reaches back so far: the present with what came later
  /// undone.
  Optional<Snapshot> snapshotAt(long revision) {
    lock.lock();
    try {
      if (revision < ring.floor() || revision > revision()) {
        return Optional.empty();
      }
      long later = ring.after(revision);
      if (later == ring.next()) {
        return Optional.of(snapshot().at(revision));
      }
      Map<String, Optional<StoredObject>> before = new HashMap<>();
      for (long number = later; number < ring.next(); number++) {
        before.putIfAbsent(ring.get(number).key(), ring.get(number).previous());
      }
      var past = new TreeMap<>(objects);
      before.forEach(
          (key, object) -> object.ifPresentOrElse(o -> past.put(key, o), () -> past.remove(key)));
      return Optional.of(Snapshot.of(past, revision));
    } finally {
      lock.unlock();
    }
  }

  /// A place in the sequence of changes; [#next] moves it on.
  final class Cursor {
    private final long ofGeneration;
    private long position;
    private boolean closed;

    private Cursor(long ofGeneration, long position) {
      this.ofGeneration = ofGeneration;
      this.position = position;
    }

    Step next() {
      lock.lock();
      try {
        if (!isValid()) {
          return new Step.Lost();
        }
        return position == ring.next()
            ? new Step.UpToDate(revision())
            : new Step.Changed(ring.get(position++));
      } finally {
        lock.unlock();
      }
    }

    /// Has an action run, once, when [#next] has something new to say; at once if it has already.
    void whenChanged(Runnable action) {
      lock.lock();
      try {
        if (isValid() && position == ring.next()) {
          sleepers.put(this, action);
          return;
        }
      } finally {
        lock.unlock();
      }
      action.run();
    }

    void close() {
      Optional<Runnable> action;
      lock.lock();
      try {
        closed = true;
        action = Optional.ofNullable(sleepers.remove(this));
      } finally {
        lock.unlock();
      }
      action.ifPresent(Runnable::run);
    }

    private boolean isValid() {
      return !closed && ofGeneration == generation && position >= ring.first();
    }
  }

  /// What a [Cursor] finds.
  sealed interface Step {
    record Changed(CacheEvent event) implements Step {}

    /// Everything up to this revision has been seen.
    record UpToDate(long revision) implements Step {}

    /// The reader was too slow, or the cache started over.
    record Lost() implements Step {}
  }

  /// The changes after a revision; empty, and then [#floor] tells why, if some of them are
  /// forgotten.
  Optional<Cursor> after(long revision) {
    lock.lock();
    try {
      return revision < ring.floor()
          ? Optional.empty()
          : Optional.of(new Cursor(generation, ring.after(revision)));
    } finally {
      lock.unlock();
    }
  }

  /// The state now and the changes after it.
  record Start(Snapshot snapshot, Cursor cursor) {}

  Start startNow() {
    lock.lock();
    try {
      return new Start(snapshot(), new Cursor(generation, ring.next()));
    } finally {
      lock.unlock();
    }
  }

  long floor() {
    lock.lock();
    try {
      return ring.floor();
    } finally {
      lock.unlock();
    }
  }

  /// The revision of the state: nothing of this resource has changed between the last change and
  /// what was seen.
  private long revision() {
    return Math.max(applied, seen.getAsLong());
  }

  private StoredObject object(String key, byte[] value, long revision) {
    return writes.claim(stored, key, value, revision).orElseGet(() -> object(value, revision));
  }

  private StoredObject object(byte[] value, long revision) {
    return ObjectStore.decoded(stored, value, revision);
  }

  /// The objects at one revision, sorted by key.
  record Snapshot(List<String> keys, List<StoredObject> objects, long revision) {
    static Snapshot of(TreeMap<String, StoredObject> objects, long revision) {
      return new Snapshot(List.copyOf(objects.keySet()), List.copyOf(objects.values()), revision);
    }

    Snapshot at(long otherRevision) {
      return otherRevision == revision ? this : new Snapshot(keys, objects, otherRevision);
    }

    /// Index of the first key that is not before the given one.
    int indexOf(String key) {
      int found = Collections.binarySearch(keys, key);
      return found < 0 ? -found - 1 : found;
    }

    int end(String prefix) {
      return indexOf(Prefixes.end(prefix));
    }
  }
}
