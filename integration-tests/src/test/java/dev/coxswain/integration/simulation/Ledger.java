package dev.coxswain.integration.simulation;

import com.google.protobuf.Message;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apiserver.storage.ObjectStore;
import dev.coxswain.apiserver.storage.Storage.Change;
import dev.coxswain.apiserver.storage.Versions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// All objects as the store holds them: the truth that programs and their caches are measured by.
final class Ledger {
  private static final Map<String, ResourceType> TYPES = types();

  private final TreeMap<String, Message> objects = new TreeMap<>();
  private long revision;

  private static Map<String, ResourceType> types() {
    var types = new HashMap<String, ResourceType>();
    Scheme.kubernetes()
        .resources()
        .forEach(type -> types.putIfAbsent(type.storagePrefix(), Versions.stored(type)));
    return types;
  }

  /// Enters a write; empty for what is no object, such as the server's own bookkeeping.
  ///
  /// @throws InvariantBroken if it does not come after all others
  Optional<ObjectChange> enter(Change change, String actor, Instant at) {
    if (change.revision() <= revision) {
      throw new InvariantBroken(
          "revision %d of %s after %d".formatted(change.revision(), change.key(), revision));
    }
    revision = change.revision();
    return type(change.key()).map(found -> enter(found, change, actor, at));
  }

  /// Whose prefix the key begins with, from the longest on.
  private static Optional<ResourceType> type(String key) {
    for (int end = key.lastIndexOf('/'); end > 0; end = key.lastIndexOf('/', end - 1)) {
      var type = TYPES.get(key.substring(0, end + 1));
      if (type != null) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  private ObjectChange enter(ResourceType type, Change change, String actor, Instant at) {
    var after =
        change.value().map(bytes -> ObjectStore.decoded(type, bytes, change.revision()).message());
    var before = Optional.ofNullable(objects.get(change.key()));
    after.ifPresentOrElse(
        object -> objects.put(change.key(), object), () -> objects.remove(change.key()));
    var path = change.key().substring(type.storagePrefix().length());
    int slash = path.indexOf('/');
    var key =
        slash < 0
            ? ObjectKey.clusterScoped(path)
            : new ObjectKey(path.substring(0, slash), path.substring(slash + 1));
    return new ObjectChange(type.groupResource(), key, before, after, change.revision(), actor, at);
  }

  /// In the order of their keys.
  <M extends Message> List<M> all(Class<M> type) {
    var prefix = Scheme.kubernetes().resourceOf(type).storagePrefix();
    var found = new ArrayList<M>();
    for (var entry : objects.tailMap(prefix).entrySet()) {
      if (!entry.getKey().startsWith(prefix)) {
        break;
      }
      found.add(type.cast(entry.getValue()));
    }
    return found;
  }

  <M extends Message> Optional<M> get(Class<M> type, ObjectKey key) {
    var path = Scheme.kubernetes().resourceOf(type).storagePath(key.namespace(), key.name());
    return Optional.ofNullable(objects.get(path)).map(type::cast);
  }
}
