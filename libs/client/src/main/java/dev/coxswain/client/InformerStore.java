package dev.coxswain.client;

import com.google.protobuf.Message;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.selector.Selector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The objects as last seen, and who wants to know of changes. One writer at a time; any number of
/// readers.
///
/// It starts no threads: changes are applied, and handlers called, by whoever calls [#replace] and
/// [#apply].
public final class InformerStore<M extends Message> implements Lister<M> {
  private static final Logger log = LoggerFactory.getLogger(InformerStore.class);

  private final ConcurrentSkipListMap<ObjectKey, M> objects = new ConcurrentSkipListMap<>();
  private final Map<String, Index<M>> indexes = new ConcurrentHashMap<>();
  private final List<ResourceHandler<? super M>> handlers = new CopyOnWriteArrayList<>();
  private volatile boolean synced;
  private volatile boolean metadataOnly;

  /// From now on, nothing but the metadata of objects is kept, and that without who wrote what.
  ///
  /// @throws IllegalStateException if there are objects already
  public synchronized void keepMetadataOnly(boolean value) {
    if (metadataOnly != value && !objects.isEmpty()) {
      throw new IllegalStateException("whole objects are kept from the beginning or never");
    }
    metadataOnly = value;
  }

  /// From now on, objects can be found by the values that `values` finds in them.
  public synchronized void addIndex(
      String name, Function<? super M, ? extends Collection<String>> values) {
    var index = new Index<M>(values);
    objects.forEach((key, object) -> index.put(key, Optional.empty(), object));
    indexes.put(name, index);
  }

  /// The handler is told at once of everything that is already there.
  public synchronized void addHandler(ResourceHandler<? super M> handler) {
    objects.values().forEach(object -> tell(handler, h -> h.onAdd(object)));
    handlers.add(handler);
  }

  /// Whether the whole state was seen at least once.
  public boolean hasSynced() {
    return synced;
  }

  /// The whole state, from a list. What is no longer in it was deleted.
  public synchronized void replace(Collection<M> all) {
    var present = new HashSet<ObjectKey>();
    all.forEach(object -> present.add(Metadata.key(object)));
    for (var key : List.copyOf(objects.keySet())) {
      if (!present.contains(key)) {
        remove(key, Optional.empty());
      }
    }
    all.forEach(this::put);
    synced = true;
  }

  /// One change, from a watch.
  public synchronized void apply(WatchEvent<M> event) {
    switch (event.type()) {
      case ADDED, MODIFIED -> put(event.object());
      case DELETED -> remove(Metadata.key(event.object()), Optional.of(event.object()));
      case BOOKMARK -> {}
    }
  }

  @Override
  public Optional<M> get(ObjectKey key) {
    return Optional.ofNullable(objects.get(key));
  }

  @Override
  public List<M> list(String namespace, Selector selector) {
    var from = namespace.isEmpty() ? objects : objects.tailMap(new ObjectKey(namespace, ""), true);
    var found = new ArrayList<M>();
    for (var entry : from.entrySet()) {
      if (!namespace.isEmpty() && !entry.getKey().namespace().equals(namespace)) {
        break;
      }
      if (selector.isEmpty() || selector.matches(Metadata.of(entry.getValue()).getLabelsMap())) {
        found.add(entry.getValue());
      }
    }
    return found;
  }

  @Override
  public List<M> byIndex(String index, String value) {
    var known = indexes.get(index);
    if (known == null) {
      throw new IllegalArgumentException("no index " + index + " among " + indexes.keySet());
    }
    return known.get(value);
  }

  @SuppressWarnings("unchecked")
  private M kept(M object) {
    if (!metadataOnly) {
      return object;
    }
    var metadata = Metadata.of(object).toBuilder().clearManagedFields().build();
    return (M) Metadata.with(object.getDefaultInstanceForType(), metadata);
  }

  private void put(M whole) {
    var object = kept(whole);
    var key = Metadata.key(object);
    var before = objects.put(key, object);
    indexes.values().forEach(index -> index.put(key, Optional.ofNullable(before), object));
    if (before == null) {
      handlers.forEach(handler -> tell(handler, h -> h.onAdd(object)));
    } else if (!sameVersion(before, object)) {
      handlers.forEach(handler -> tell(handler, h -> h.onUpdate(before, object)));
    }
  }

  private void remove(ObjectKey key, Optional<M> last) {
    var before = objects.remove(key);
    if (before == null) {
      return;
    }
    indexes.values().forEach(index -> index.remove(key, before));
    handlers.forEach(handler -> tell(handler, h -> h.onDelete(last.orElse(before))));
  }

  private static boolean sameVersion(Message a, Message b) {
    var version = Metadata.of(a).getResourceVersion();
    return !version.isEmpty() && version.equals(Metadata.of(b).getResourceVersion());
  }

  private void tell(ResourceHandler<? super M> handler, Consumer<ResourceHandler<? super M>> what) {
    try {
      what.accept(handler);
    } catch (RuntimeException e) {
      // One handler's mistake must not keep the change from the others.
      log.atError().setCause(e).addKeyValue("handler", handler.getClass()).log("handler failed");
    }
  }

  private record Index<M>(
      Function<? super M, ? extends Collection<String>> values,
      Map<String, ConcurrentSkipListMap<ObjectKey, M>> entries) {

    Index(Function<? super M, ? extends Collection<String>> values) {
      this(values, new ConcurrentHashMap<>());
    }

    List<M> get(String value) {
      var found = entries.get(value);
      return found == null ? List.of() : List.copyOf(found.values());
    }

    void put(ObjectKey key, Optional<M> before, M object) {
      var now = values.apply(object);
      before.ifPresent(old ->
          values.apply(old).stream().filter(v -> !now.contains(v)).forEach(v -> drop(v, key)));
      now.forEach(
          v -> entries.computeIfAbsent(v, _ -> new ConcurrentSkipListMap<>()).put(key, object));
    }

    void remove(ObjectKey key, M object) {
      values.apply(object).forEach(v -> drop(v, key));
    }

    private void drop(String value, ObjectKey key) {
      entries.computeIfPresent(
          value,
          (_, keys) -> {
            keys.remove(key);
            return keys.isEmpty() ? null : keys;
          });
    }
  }
}
