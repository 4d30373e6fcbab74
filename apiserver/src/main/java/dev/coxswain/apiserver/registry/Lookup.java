package dev.coxswain.apiserver.registry;

import com.google.protobuf.Message;
import dev.coxswain.apimachinery.meta.ObjectKey;
import java.util.List;
import java.util.Optional;

/// Reads other objects while a request is decided; what it shows may be a moment old.
public interface Lookup {

  <M extends Message> Optional<M> get(Class<M> type, ObjectKey key);

  /// The objects of a namespace; of all namespaces when it is empty. In the order of their keys.
  <M extends Message> List<M> list(Class<M> type, String namespace);

  /// Like [#get], but not from a cache: for a decision that a stale answer would get wrong.
  default <M extends Message> Optional<M> fetch(Class<M> type, ObjectKey key) {
    return get(type, key);
  }

  /// A world without objects.
  static Lookup empty() {
    return new Lookup() {
      @Override
      public <M extends Message> Optional<M> get(Class<M> type, ObjectKey key) {
        return Optional.empty();
      }

      @Override
      public <M extends Message> List<M> list(Class<M> type, String namespace) {
        return List.of();
      }
    };
  }
}
