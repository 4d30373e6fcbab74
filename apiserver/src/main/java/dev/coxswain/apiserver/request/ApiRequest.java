package dev.coxswain.apiserver.request;

import dev.coxswain.api.meta.v1.DeleteOptions;
import java.time.Duration;
import java.util.Optional;

/// One call of the API, the same for REST and gRPC.
public sealed interface ApiRequest {
  Target target();

  /// As authorization rules spell it.
  default String verb() {
    return switch (this) {
      case Get _ -> "get";
      case ListObjects _ -> "list";
      case Watch _ -> "watch";
      case Create _ -> "create";
      case Update _ -> "update";
      case Patch _ -> "patch";
      case Delete _ -> "delete";
      case DeleteCollection _ -> "deletecollection";
    };
  }

  record Get(Target target, String resourceVersion) implements ApiRequest {}

  /// Shows a collection.
  ///
  /// @param sendInitialEvents a watch's option; no list may have it
  record ListObjects(Target target, ListSelection selection, Optional<Boolean> sendInitialEvents)
      implements ApiRequest {
    public ListObjects(Target target, ListSelection selection) {
      this(target, selection, Optional.empty());
    }
  }

  /// Follows the changes of a collection.
  ///
  /// @param timeout zero leaves it to the server
  record Watch(
      Target target,
      ListSelection selection,
      boolean bookmarks,
      Optional<Boolean> sendInitialEvents,
      Duration timeout)
      implements ApiRequest {}

  /// Adds an object to a collection.
  ///
  /// @param target its name is empty, except for a subresource such as `binding`
  record Create(Target target, Body body, WriteOptions options) implements ApiRequest {}

  record Update(Target target, Body body, WriteOptions options) implements ApiRequest {}

  /// Changes an object as the patch says.
  ///
  /// @param force server-side apply only: takes fields over from their owners
  @SuppressWarnings("ArrayRecordComponent") // The bytes are never changed.
  record Patch(Target target, PatchType type, byte[] patch, WriteOptions options, boolean force)
      implements ApiRequest {}

  /// Takes an object away.
  ///
  /// @param options dry run included
  record Delete(Target target, DeleteOptions options) implements ApiRequest {}

  record DeleteCollection(Target target, ListSelection selection, DeleteOptions options)
      implements ApiRequest {}
}
