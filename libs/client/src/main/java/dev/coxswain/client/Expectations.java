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
/// Expectations are forgotten after five minutes, as upstream: then something was missed, and
/// looking at the cache again is all that can be done.
public final class Expectations {
  /// After that long nothing is expected any more: what was to be seen came and went unseen. Who
  /// waits has to look again by then.
  public static final Duration TTL = Duration.ofMinutes(5);

  private final InstantSource clock;
  private final Map<ObjectKey, Expected> expected = new HashMap<>();

  private static final class Expected {
    private final Instant since;
    private int creations;
    private final Set<String> deletions = new HashSet<>();

    Expected(Instant since) {
      this.since = since;
    }
  }

  public Expectations(InstantSource clock) {
    this.clock = clock;
  }

  /// The owner is about to create so many objects more.
  public synchronized void expectCreations(ObjectKey owner, int count) {
    fresh(owner).creations += count;
  }

  /// The owner is about to delete these objects more.
  ///
  /// @param ids what names them: keys or uids, the same as in [#deletionObserved]
  public synchronized void expectDeletions(ObjectKey owner, Collection<String> ids) {
    fresh(owner).deletions.addAll(ids);
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
    return entry == null
        || (entry.creations == 0 && entry.deletions.isEmpty())
        || clock.instant().isAfter(entry.since.plus(TTL));
  }

  /// The owner is gone.
  public synchronized void forget(ObjectKey owner) {
    expected.remove(owner);
  }

  // Expectations may be raised in several steps; only what is over begins anew.
  private Expected fresh(ObjectKey owner) {
    if (satisfied(owner)) {
      expected.put(owner, new Expected(clock.instant()));
    }
    return expected.get(owner);
  }
}
