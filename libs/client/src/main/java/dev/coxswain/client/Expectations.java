package dev.coxswain.client;

import dev.coxswain.apimachinery.meta.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What a controller has asked for and not seen yet, so that it doesn't act twice on a cache that
/// lags behind.
///
/// Expectations are forgotten after five minutes, as upstream: then something came and went unseen,
/// and looking at the cache again is all that can be done. The owner's key is queued for that time;
/// unlike upstream's, nobody resyncs here who would wake it otherwise.
public final class Expectations {
  /// After that long nothing is expected any more.
  static final Duration TTL = Duration.ofMinutes(5);

  private final InstantSource clock;
  private final WorkQueue<ObjectKey> queue;
  private final Map<ObjectKey, Expected> expected = new HashMap<>();

  private static final class Expected {
    private final Instant since;
    private int creations;
    private final Set<String> deletions = new HashSet<>();

    Expected(Instant since) {
      this.since = since;
    }
  }

  /// @param queue where owners are woken that wait in vain
  public Expectations(InstantSource clock, WorkQueue<ObjectKey> queue) {
    this.clock = clock;
    this.queue = queue;
  }

  /// The owner is about to create so many objects more.
  public synchronized void expectCreations(ObjectKey owner, int count) {
    if (count > 0) {
      fresh(owner).creations += count;
    }
  }

  /// The owner is about to delete these objects more.
  ///
  /// @param ids what names them: keys or uids, the same as in [#deletionObserved]
  public synchronized void expectDeletions(ObjectKey owner, Collection<String> ids) {
    if (!ids.isEmpty()) {
      fresh(owner).deletions.addAll(ids);
    }
  }

  /// A created object was seen, or creating it failed.
  public synchronized void creationObserved(ObjectKey owner) {
    var entry = expected.get(owner);
    if (entry != null && entry.creations > 0) {
      entry.creations--;
    }
  }

  /// The object is seen to be gone, or deleting it failed.
  public synchronized void deletionObserved(ObjectKey owner, String id) {
    var entry = expected.get(owner);
    if (entry != null) {
      entry.deletions.remove(id);
    }
  }

  /// Whether the owner may act on what its cache shows.
  public synchronized boolean satisfied(ObjectKey owner) {
    var entry = expected.get(owner);
    if (entry == null || (entry.creations == 0 && entry.deletions.isEmpty())) {
      return true;
    }
    var left = Duration.between(clock.instant(), entry.since.plus(TTL));
    if (left.isPositive()) {
      queue.addAfter(owner, left);
    }
    return !left.isPositive();
  }

  /// The owner is gone.
  public synchronized void forget(ObjectKey owner) {
    expected.remove(owner);
  }

  // Expectations may be raised in several steps; only what is over begins anew.
  private Expected fresh(ObjectKey owner) {
    if (satisfied(owner)) {
      expected.put(owner, new Expected(clock.instant()));
      queue.addAfter(owner, TTL);
    }
    return expected.get(owner);
  }
}
