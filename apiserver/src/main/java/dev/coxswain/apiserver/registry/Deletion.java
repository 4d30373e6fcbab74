package dev.coxswain.apiserver.registry;

import com.google.protobuf.Message;

/// What a delete request means for an object.
public sealed interface Deletion<T extends Message> {

  /// It goes at once; while it has finalizers it stays, marked with a grace period of zero.
  record Immediate<T extends Message>() implements Deletion<T> {}

  /// It is marked with a `deletionTimestamp` so many seconds ahead and stays until somebody deletes
  /// it with grace zero; with none, it is marked and goes. An object that is marked already keeps
  /// the nearer of the two times.
  record Graceful<T extends Message>(long seconds) implements Deletion<T> {}

  /// It is stored as given, `deletionTimestamp` included, and stays until its own finalizers are
  /// gone.
  record Held<T extends Message>(T object) implements Deletion<T> {}
}
