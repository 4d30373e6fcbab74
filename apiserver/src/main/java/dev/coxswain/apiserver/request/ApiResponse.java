package dev.coxswain.apiserver.request;

import dev.coxswain.api.meta.v1.Status;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apiserver.storage.StoredObject;
import dev.coxswain.apiserver.storage.WatchStream;
import java.util.List;
import java.util.OptionalLong;

/// What a request is answered with; a refusal is an `ApiException` instead.
public sealed interface ApiResponse {

  /// An object; of another kind than the resource's for subresources such as `scale`.
  ///
  /// @param code HTTP: 200, 201 if it was created, 202 if its deletion has begun
  record One(StoredObject object, int code) implements ApiResponse {}

  /// There is no object to show.
  record Done(Status status, int code) implements ApiResponse {}

  /// A collection, or a page of it.
  ///
  /// @param continueToken empty at the end of the list
  /// @param remaining how many follow, if that is known
  record Many(
      ResourceType resource,
      String resourceVersion,
      String continueToken,
      OptionalLong remaining,
      List<StoredObject> items)
      implements ApiResponse {}

  /// The caller closes the stream.
  record Stream(ResourceType resource, WatchStream stream) implements ApiResponse {}
}
