package dev.coxswain.apiserver.storage.cache;

import dev.coxswain.apimachinery.scheme.KindType;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apiserver.storage.ObjectStore;
import dev.coxswain.apiserver.storage.StoredObject;
import dev.coxswain.apiserver.storage.Versions;
import dev.coxswain.apiserver.storage.cache.ResourceCache.Snapshot;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// Reads and watches of one resource.
public final class CachedResource {
  private final ClusterCache cluster;
  private final ResourceCache cache;
  private final ResourceType requested;

  CachedResource(ClusterCache cluster, ResourceCache cache, ResourceType requested) {
    this.cluster = cluster;
    this.cache = cache;
    this.requested = requested;
  }

  /// A part of a list.
  ///
  /// @param next the key to go on from; empty at the end
  /// @param remaining how many objects come after this page; absent at the end and when a selector
  ///   would have to count
  public record Page(
      List<StoredObject> items, long revision, Optional<String> next, OptionalLong remaining) {}

  public Optional<StoredObject> get(String namespace, String name) {
    return cache
        .get(requested.storagePath(namespace, name))
        .map(object -> Versions.convert(object, requested.kind()));
  }

  /// The objects now.
  ///
  /// @param from the key to start at, without the prefix that all selected keys share; empty for
  ///   the beginning
  /// @param limit 0 or less for all
  public Page list(Selection selection, String from, long limit) {
    return page(cache.snapshot(), selection, from, limit);
  }

  /// The objects at exactly that revision.
  ///
  /// @throws dev.coxswain.apiserver.storage.StorageException.Compacted if it is forgotten
  public Page listAt(long revision, Selection selection, String from, long limit) {
    var snapshot = cache.snapshotAt(revision).orElseGet(() -> fromStore(revision));
    return page(snapshot, selection, from, limit);
  }

  /// The changes after a revision; empty if some are forgotten: [#oldest] says since when they are
  /// kept.
  public Optional<CachedWatch> watch(long afterRevision, WatchOptions options) {
    return cache
        .after(afterRevision)
        .map(cursor -> new CachedWatch(cursor, List.of(), afterRevision, target(options)));
  }

  /// The objects now as ADDED, and the changes after that.
  public CachedWatch watchWithInitial(WatchOptions options) {
    var start = cache.startNow();
    var initial = page(start.snapshot(), options.selection(), "", 0).items();
    return new CachedWatch(start.cursor(), initial, start.snapshot().revision(), target(options));
  }

  /// The changes from now on.
  public CachedWatch watchFromNow(WatchOptions options) {
    var start = cache.startNow();
    return new CachedWatch(start.cursor(), List.of(), start.snapshot().revision(), target(options));
  }

  public long oldest() {
    return cache.floor();
  }

  /// How a client wants to be told of changes.
  ///
  /// @param bookmarks whether bookmarks are wanted
  /// @param initialEventsEnd whether a bookmark is to say where the initial objects end
  /// @param timeout after which the stream ends by itself
  public record WatchOptions(
      Selection selection,
      boolean bookmarks,
      boolean initialEventsEnd,
      Duration timeout,
      InstantSource clock) {}

  private CachedWatch.Target target(WatchOptions options) {
    return new CachedWatch.Target(
        requested, prefix(options.selection()), options, cluster::catchUp);
  }

  private Page page(Snapshot snapshot, Selection selection, String from, long limit) {
    var prefix = prefix(selection);
    int at = snapshot.indexOf(prefix + from);
    int end = snapshot.end(prefix);
    var items = new ArrayList<StoredObject>();
    for (; at < end && (limit <= 0 || items.size() < limit); at++) {
      var object = converted(snapshot.objects().get(at), requested.kind());
      if (selection.everything() || selection.filter().test(object)) {
        items.add(object);
      }
    }
    boolean more = at < end;
    var next =
        more
            ? Optional.of(snapshot.keys().get(at - 1).substring(prefix.length()) + "\0")
            : Optional.<String>empty();
    var remaining =
        more && selection.everything() ? OptionalLong.of(end - at) : OptionalLong.empty();
    return new Page(List.copyOf(items), snapshot.revision(), next, remaining);
  }

  private String prefix(Selection selection) {
    return requested.namespaced() && !selection.namespace().isEmpty()
        ? requested.storagePath(selection.namespace(), "")
        : requested.storagePrefix();
  }

  private Snapshot fromStore(long revision) {
    var state = new TreeMap<String, StoredObject>();
    cluster
        .storage()
        .list(requested.storagePrefix(), "", 0, revision)
        .entries()
        .forEach(entry ->
            state.put(
                entry.key(), ObjectStore.decoded(cache.stored(), entry.value(), entry.revision())));
    return Snapshot.of(state, revision);
  }

  static StoredObject converted(StoredObject object, KindType kind) {
    return Versions.convert(object, kind);
  }
}
