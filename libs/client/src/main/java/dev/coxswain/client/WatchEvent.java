package dev.coxswain.client;

import com.google.protobuf.Message;

/// One change of a watched object. A BOOKMARK's object carries nothing but a resource version.
public record WatchEvent<M extends Message>(Type type, M object) {
  public enum Type {
    ADDED,
    MODIFIED,
    DELETED,
    BOOKMARK
  }
}
