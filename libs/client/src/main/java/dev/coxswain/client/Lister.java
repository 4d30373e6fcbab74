package dev.coxswain.client;

import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.selector.Selector;
import java.util.List;
import java.util.Optional;

/// Reads an informer's cache, from any thread. Lists are ordered by namespace and name.
public interface Lister<M> {
  /// What [#list] takes for "in all namespaces".
  String ALL_NAMESPACES = "";

  Optional<M> get(ObjectKey key);

  List<M> list(String namespace, Selector selector);

  /// The objects in which the index found the value.
  ///
  /// @throws IllegalArgumentException if there is no such index
  List<M> byIndex(String index, String value);

  default List<M> list() {
    return list(ALL_NAMESPACES, Selector.everything());
  }
}
