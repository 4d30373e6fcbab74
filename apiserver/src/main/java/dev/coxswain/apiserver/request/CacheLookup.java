package dev.coxswain.apiserver.request;

import com.google.protobuf.Message;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apiserver.registry.Lookup;
import dev.coxswain.apiserver.storage.ObjectStore;
import dev.coxswain.apiserver.storage.Storage;
import dev.coxswain.apiserver.storage.StoredObject;
import dev.coxswain.apiserver.storage.cache.ClusterCache;
import dev.coxswain.apiserver.storage.cache.Selection;
import java.util.List;
import java.util.Optional;

/// [Lookup] in the cache, and in the store where it must not be stale.
public final class CacheLookup implements Lookup {
  private final ClusterCache cache;
  private final Storage storage;

  public CacheLookup(ClusterCache cache, Storage storage) {
    this.cache = cache;
    this.storage = storage;
  }

  @Override
  public <M extends Message> Optional<M> get(Class<M> type, ObjectKey key) {
    return cache
        .of(Scheme.kubernetes().resourceOf(type))
        .get(key.namespace(), key.name())
        .map(object -> type.cast(object.message()));
  }

  @Override
  public <M extends Message> List<M> list(Class<M> type, String namespace) {
    return cache
        .of(Scheme.kubernetes().resourceOf(type))
        .list(Selection.all(namespace), "", 0)
        .items()
        .stream()
        .map(StoredObject::message)
        .map(type::cast)
        .toList();
  }

  @Override
  public <M extends Message> Optional<M> fetch(Class<M> type, ObjectKey key) {
    return new ObjectStore(storage, Scheme.kubernetes().resourceOf(type))
        .fetch(key.namespace(), key.name())
        .map(object -> type.cast(object.message()));
  }
}
