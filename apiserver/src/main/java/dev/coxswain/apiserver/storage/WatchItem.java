package dev.coxswain.apiserver.storage;

import dev.coxswain.api.meta.v1.Status;

/// One event of a watch.
public sealed interface WatchItem {

  enum Type {
    ADDED,
    MODIFIED,
    DELETED,
    BOOKMARK
  }

  /// The object after the change; the last state before it for DELETED; nothing but a version for
  /// BOOKMARK.
  record Event(Type type, StoredObject object) implements WatchItem {}

  /// The watch failed; nothing follows.
  record Failure(Status status) implements WatchItem {}

  default String typeName() {
    return switch (this) {
      case Event event -> event.type().name();
      case Failure _ -> "ERROR";
    };
  }
}
