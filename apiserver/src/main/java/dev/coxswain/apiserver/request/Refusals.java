package dev.coxswain.apiserver.request;

import dev.coxswain.api.meta.v1.ListMeta;
import dev.coxswain.api.meta.v1.Status;
import dev.coxswain.apimachinery.scheme.GroupVersionKind;
import dev.coxswain.apimachinery.scheme.KindType;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.storage.StorageException;
import java.util.List;

/// The refusals of the pipeline itself, in upstream's words.
final class Refusals {
  private static final int RETRY_SECONDS = 2;

  private Refusals() {}

  static ApiException badRequest(String message) {
    return ApiException.of(new Refusal.BadRequest(message));
  }

  static ApiException notFound(Target target) {
    return ApiException.of(new Refusal.NotFound(target.resource().groupResource(), target.name()));
  }

  static ApiException modified(ResourceType resource, String name) {
    return ApiException.of(Refusal.Conflict.modified(resource.groupResource(), name));
  }

  static ApiException conflict(String resource, String name, String why) {
    return ApiException.of(new Refusal.Conflict(resource, name, why));
  }

  static ApiException invalid(KindType kind, String name, List<FieldError> errors) {
    return ApiException.of(new Refusal.Invalid(qualified(kind.gvk()), name, errors));
  }

  /// Options of meta/v1, such as `DeleteOptions`, that make no sense.
  static ApiException invalidOptions(String kind, List<FieldError> errors) {
    return ApiException.of(new Refusal.Invalid(kind + ".meta.k8s.io", "", errors));
  }

  /// An option of a request for a resource, rather than one of its objects.
  static ApiException invalidOf(ResourceType resource, FieldError error) {
    return ApiException.of(new Refusal.Invalid(resource.groupResource(), "", List.of(error)));
  }

  /// A failure that upstream gives no reason for.
  static ApiException unknown(String message) {
    return ApiException.of(
        Status.newBuilder()
            .setMetadata(ListMeta.getDefaultInstance())
            .setStatus("Failure")
            .setMessage(message)
            .setCode(500)
            .build());
  }

  /// A patch that does not fit; upstream names no kind.
  static ApiException invalidPatch(FieldError error) {
    return ApiException.of(new Refusal.Invalid("", "", List.of(error)));
  }

  static ApiException methodNotSupported(Target target, String verb) {
    return ApiException.of(new Refusal.MethodNotSupported(target.resource().groupResource(), verb));
  }

  /// As refusals name kinds: `Deployment.apps`, and `Pod` in the core group.
  static String qualified(GroupVersionKind gvk) {
    return gvk.group().isEmpty() ? gvk.kind() : gvk.kind() + "." + gvk.group();
  }

  /// What the trouble of the store is for the client.
  static ApiException of(StorageException trouble, Target target, String verb) {
    var refusal = meaning(trouble, target, verb);
    refusal.initCause(trouble);
    return refusal;
  }

  private static ApiException meaning(StorageException trouble, Target target, String verb) {
    return switch (trouble) {
      case StorageException.Compacted _ ->
          ApiException.of(
              new Refusal.Expired("The resourceVersion for the provided list is too old."));
      case StorageException.Unknown _ ->
          ApiException.of(
              new Refusal.ServerTimeout(target.resource().groupResource(), verb, RETRY_SECONDS));
      default -> ApiException.of(new Refusal.Unexplained(trouble.getMessage()));
    };
  }
}
