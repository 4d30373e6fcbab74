package dev.coxswain.apiserver.storage.cache;

import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apiserver.storage.StoredObject;
import java.util.Optional;

/// One change of one object, with what was before, for watchers whose selector it enters or leaves.
///
/// @param object absent when it was deleted
/// @param gone the state before, under the revision of the change: what DELETED shows. One for all
///   watchers.
record CacheEvent(
    String key,
    long revision,
    Optional<StoredObject> previous,
    Optional<StoredObject> object,
    Optional<StoredObject> gone,
    long atMillis) {

  static CacheEvent of(
      String key,
      long revision,
      Optional<StoredObject> previous,
      Optional<StoredObject> object,
      long atMillis) {
    var gone = previous.map(before -> at(before, revision));
    return new CacheEvent(key, revision, previous, object, gone, atMillis);
  }

  private static StoredObject at(StoredObject before, long revision) {
    var version = Long.toString(revision);
    return StoredObject.lazy(
        before.kind(),
        revision,
        () -> Metadata.edit(before.message(), meta -> meta.setResourceVersion(version)));
  }
}
