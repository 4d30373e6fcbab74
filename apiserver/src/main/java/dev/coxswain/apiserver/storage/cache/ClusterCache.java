package dev.coxswain.apiserver.storage.cache;

import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apiserver.storage.OwnWrites;
import dev.coxswain.apiserver.storage.Storage;
import dev.coxswain.apiserver.storage.Storage.Change;
import dev.coxswain.apiserver.storage.Storage.Changes;
import dev.coxswain.apiserver.storage.StorageException;
import dev.coxswain.apiserver.storage.Versions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All resources in memory, and how far they have come.
///
/// Started with [#start], a thread of its own keeps it up to date; otherwise whoever reads does
/// ([#inline]).
public final class ClusterCache implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ClusterCache.class);
  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final Duration RETRY = Duration.ofMillis(500);
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Storage storage;
  private final boolean inline;
  private final Confirmation confirmation;
  private final OwnWrites writes = new OwnWrites();
  private final RevisionWaiters waiting = new RevisionWaiters();
  private final TreeMap<String, ResourceCache> byPrefix = new TreeMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final ReentrantLock pumping = new ReentrantLock();
  private final Condition advanced = lock.newCondition();
  private volatile long seen;
  private volatile boolean ready;
  private volatile boolean closed;
  private volatile Changes changes;
  private Thread thread;

  private ClusterCache(Storage storage, InstantSource clock, boolean inline) {
    this.storage = storage;
    this.inline = inline;
    this.confirmation = new Confirmation(storage::currentRevisionLater);
    for (var resource : Scheme.kubernetes().resources()) {
      if (resource.supports("list")) {
        byPrefix.computeIfAbsent(
            resource.storagePrefix(),
            _ -> new ResourceCache(Versions.stored(resource), clock, () -> seen, writes));
      }
    }
  }

  /// Follows the store on a thread of its own.
  public static ClusterCache start(Storage storage, InstantSource clock) {
    var cache = new ClusterCache(storage, clock, false);
    cache.thread = Thread.ofVirtual().name("cluster-cache").start(cache::follow);
    return cache;
  }

  /// Follows the store whenever it is read, on the reader's thread: for tests and simulation.
  public static ClusterCache inline(Storage storage, InstantSource clock) {
    return new ClusterCache(storage, clock, true);
  }

  /// What this server is writing, to be told by whoever writes.
  public OwnWrites ownWrites() {
    return writes;
  }

  /// Whether everything has been loaded.
  public boolean isReady() {
    return ready;
  }

  /// The revision up to which every change has been applied.
  public long revision() {
    return seen;
  }

  /// Reads of this resource, in the version that callers speak.
  public CachedResource of(ResourceType resource) {
    catchUp();
    var cache = byPrefix.get(resource.storagePrefix());
    if (cache == null) {
      throw new IllegalArgumentException("wants a listable resource, got " + resource.plural());
    }
    return new CachedResource(this, cache, resource);
  }

  /// Waits until the cache shows everything that was written before this call.
  ///
  /// @throws StorageException if the store or the watch does not answer in time
  public void awaitLatest() {
    try {
      latest().get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof StorageException known
          ? known
          : new StorageException.Unknown(String.valueOf(e.getCause().getMessage()), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException.Unknown("interrupted while the store was asked", e);
    }
  }

  /// Done when the cache shows everything that was written before this call; fails with a
  /// [StorageException]. What follows on it must be quick: others are told on the same thread.
  public CompletableFuture<Void> latest() {
    if (inline) {
      catchUp();
      return CompletableFuture.completedFuture(null);
    }
    return confirmation.revision().thenCompose(this::reached);
  }

  private CompletableFuture<Void> reached(long revision) {
    if (isAt(revision)) {
      return CompletableFuture.completedFuture(null);
    }
    return waiting
        .at(revision, () -> isAt(revision))
        .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionallyCompose(_ ->
            CompletableFuture.failedFuture(
                new StorageException.Unknown(
                    "wants the cache at revision " + revision + ", got " + seen + " in time",
                    null)));
  }

  private boolean isAt(long revision) {
    return ready && seen >= revision;
  }

  /// Waits until the cache has reached a revision; false if it did not in time.
  public boolean awaitRevision(long revision, Duration patience) {
    if (inline) {
      catchUp();
      return seen >= revision;
    }
    if (isAt(revision)) {
      return true;
    }
    lock.lock();
    try {
      long left = patience.toNanos();
      while ((!ready || seen < revision) && left > 0 && !closed) {
        left = advanced.awaitNanos(left);
      }
      return isAt(revision);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    closed = true;
    var open = changes;
    if (open != null) {
      open.close();
    }
    if (thread != null) {
      thread.interrupt();
    }
  }

  Storage storage() {
    return storage;
  }

  private void follow() {
    while (!closed) {
      try {
        step(IDLE);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        log.atError().setCause(e).log("cache failed; listing anew");
        restart();
        pause();
      }
    }
  }

  void catchUp() {
    if (!inline) {
      return;
    }
    pumping.lock();
    try {
      while (!ready || seen < storage.currentRevision()) {
        step(Duration.ZERO);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      pumping.unlock();
    }
  }

  private void step(Duration patience) throws InterruptedException {
    if (changes == null) {
      load();
      return;
    }
    try {
      apply(changes.next(patience));
    } catch (StorageException.Compacted e) {
      log.atWarn().addKeyValue("cause", e.getMessage()).log("history lost; listing anew");
      restart();
    }
  }

  private void restart() {
    if (changes != null) {
      changes.close();
      changes = null;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(RETRY);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Lists every resource at one revision; the watch goes on from there.
  private void load() throws InterruptedException {
    long revision;
    try {
      revision = storage.currentRevision();
      for (var entry : byPrefix.entrySet()) {
        var page = storage.list(entry.getKey(), "", 0, revision);
        entry.getValue().reset(page.entries(), revision);
      }
    } catch (StorageException e) {
      log.atWarn().addKeyValue("cause", e.getMessage()).log("store not readable; trying again");
      Thread.sleep(RETRY);
      return;
    }
    writes.forget();
    changes = storage.watch(revision);
    if (closed) {
      changes.close();
    }
    advance(revision, true);
    log.atInfo().addKeyValue("revision", revision).log("cache loaded");
  }

  private void apply(List<Change> batch) {
    if (batch.isEmpty()) {
      return;
    }
    Map<ResourceCache, List<Change>> byResource = new HashMap<>();
    for (var change : batch) {
      var floor = byPrefix.floorEntry(change.key());
      if (floor != null && change.key().startsWith(floor.getKey())) {
        byResource.computeIfAbsent(floor.getValue(), _ -> new ArrayList<>()).add(change);
      }
    }
    byResource.forEach(ResourceCache::apply);
    advance(batch.getLast().revision(), true);
  }

  private void advance(long revision, boolean loaded) {
    lock.lock();
    try {
      seen = revision;
      ready = loaded;
      advanced.signalAll();
    } finally {
      lock.unlock();
    }
    waiting.reached(revision);
  }
}
