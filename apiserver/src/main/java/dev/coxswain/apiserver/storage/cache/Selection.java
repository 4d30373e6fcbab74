package dev.coxswain.apiserver.storage.cache;

import dev.coxswain.apiserver.storage.StoredObject;
import java.util.function.Predicate;

/// Which objects of a resource are meant.
///
/// @param namespace empty for all namespaces
public record Selection(String namespace, boolean everything, Predicate<StoredObject> filter) {

  public static Selection of(String namespace, Predicate<StoredObject> filter) {
    return new Selection(namespace, false, filter);
  }

  public static Selection all(String namespace) {
    return new Selection(namespace, true, _ -> true);
  }
}
