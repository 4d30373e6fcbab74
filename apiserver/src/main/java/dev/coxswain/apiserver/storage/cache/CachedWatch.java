package dev.coxswain.apiserver.storage.cache;

import com.google.protobuf.Message;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apiserver.storage.StoredObject;
import dev.coxswain.apiserver.storage.WatchItem;
import dev.coxswain.apiserver.storage.WatchStream;
import dev.coxswain.apiserver.storage.cache.CachedResource.WatchOptions;
import dev.coxswain.apiserver.storage.cache.ResourceCache.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// One client's view of the changes: what its selector lets through, in its version, with bookmarks
/// in between.
public final class CachedWatch implements WatchStream {
  private static final Duration BOOKMARK_EVERY = Duration.ofMinutes(1);
  private static final Duration LAST_BOOKMARK = Duration.ofSeconds(2);
  private static final String INITIAL_EVENTS_END = "k8s.io/initial-events-end";

  private final ResourceCache.Cursor cursor;
  private final Iterator<StoredObject> initial;
  private final Target target;
  private final Instant end;
  private final long startRevision;
  private boolean initialEndDue;
  private Instant bookmarkDue;
  private volatile boolean closed;

  /// @param prefix of the keys that are meant
  /// @param refresh to be called before looking for changes
  record Target(ResourceType resource, String prefix, WatchOptions options, Runnable refresh) {
    boolean selects(StoredObject object) {
      return options.selection().everything() || options.selection().filter().test(object);
    }
  }

  CachedWatch(
      ResourceCache.Cursor cursor, List<StoredObject> initial, long startRevision, Target target) {
    this.cursor = cursor;
    this.initial = initial.iterator();
    this.startRevision = startRevision;
    this.target = target;
    var now = target.options().clock().instant();
    this.end = now.plus(target.options().timeout());
    this.initialEndDue = target.options().initialEventsEnd();
    this.bookmarkDue = nextBookmark(now);
  }

  @Override
  public Optional<WatchItem> poll() {
    if (!closed && initial.hasNext()) {
      return Optional.of(new WatchItem.Event(WatchItem.Type.ADDED, initial.next()));
    }
    if (!closed && initialEndDue) {
      initialEndDue = false;
      return Optional.of(bookmark(startRevision, true));
    }
    while (!closed) {
      var now = target.options().clock().instant();
      if (!now.isBefore(end)) {
        close();
        return Optional.empty();
      }
      target.refresh().run();
      switch (cursor.next()) {
        case Step.Lost _ -> close();
        case Step.Changed(var event) -> {
          var item = item(event);
          if (item.isPresent()) {
            return item;
          }
        }
        case Step.UpToDate(long revision) -> {
          return bookmarkIfDue(revision, now);
        }
      }
    }
    return Optional.empty();
  }

  private Optional<WatchItem> bookmarkIfDue(long revision, Instant now) {
    if (!target.options().bookmarks() || now.isBefore(bookmarkDue)) {
      return Optional.empty();
    }
    bookmarkDue = nextBookmark(now);
    return Optional.of(bookmark(revision, false));
  }

  @Override
  public void whenReady(Runnable action) {
    if (initial.hasNext() || initialEndDue) {
      action.run();
    } else {
      cursor.whenChanged(action);
    }
  }

  @Override
  public Instant due() {
    return target.options().bookmarks() ? earliest(end, bookmarkDue) : end;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    cursor.close();
  }

  /// What the change is for this client: an object that enters the selection is ADDED, one that
  /// leaves it DELETED.
  private Optional<WatchItem> item(CacheEvent event) {
    if (!event.key().startsWith(target.prefix()) || event.revision() <= startRevision) {
      return Optional.empty();
    }
    var before = event.previous().map(this::converted).filter(target::selects);
    var after = event.object().map(this::converted).filter(target::selects);
    if (after.isPresent()) {
      var type = before.isPresent() ? WatchItem.Type.MODIFIED : WatchItem.Type.ADDED;
      return Optional.of(new WatchItem.Event(type, after.get()));
    }
    return before.map(
        _ -> new WatchItem.Event(WatchItem.Type.DELETED, converted(event.gone().orElseThrow())));
  }

  private StoredObject converted(StoredObject object) {
    return CachedResource.converted(object, target.resource().kind());
  }

  private WatchItem bookmark(long revision, boolean initialEnd) {
    var kind = target.resource().kind();
    var meta = ObjectMeta.newBuilder().setResourceVersion(Long.toString(revision));
    if (initialEnd) {
      meta.putAnnotations(INITIAL_EVENTS_END, "true");
    }
    Message empty = Metadata.with(kind.prototype(), meta.build());
    return new WatchItem.Event(WatchItem.Type.BOOKMARK, StoredObject.of(kind, empty, revision));
  }

  /// About every minute, and shortly before the end, so that the client can go on from there.
  private Instant nextBookmark(Instant now) {
    var last = end.minus(LAST_BOOKMARK);
    var regular = now.plus(BOOKMARK_EVERY);
    return now.isBefore(last) ? earliest(regular, last) : regular;
  }

  private static Instant earliest(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
