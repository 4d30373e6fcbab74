package dev.coxswain.apiserver.request;

import com.google.protobuf.Message;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.status.Refusal;
import java.util.List;

/// Whether an update goes on from the object as it is, and what it takes over from it.
final class Continuity {
  private Continuity() {}

  /// The object that was sent, with what no client may change as it is.
  static Message carried(Message sent, Message existing) {
    return Metadata.with(sent, carried(Metadata.of(sent), Metadata.of(existing)));
  }

  private static ObjectMeta carried(ObjectMeta sent, ObjectMeta before) {
    var meta = sent.toBuilder().setCreationTimestamp(before.getCreationTimestamp());
    if (sent.getUid().isEmpty()) {
      meta.setUid(before.getUid());
    }
    if (before.hasDeletionTimestamp()) {
      meta.setDeletionTimestamp(before.getDeletionTimestamp());
    }
    if (before.hasDeletionGracePeriodSeconds() && !sent.hasDeletionGracePeriodSeconds()) {
      meta.setDeletionGracePeriodSeconds(before.getDeletionGracePeriodSeconds());
    }
    return meta.clearSelfLink().build();
  }

  /// @param uid which the object must have; empty if it may have any
  /// @throws ApiException.Conflict if it is another object, or has a name that another had
  static void checkUid(Target target, String uid, String existing) {
    if (!uid.isEmpty() && !uid.equals(existing)) {
      var resource = target.resource();
      throw Refusals.conflict(
          resource.groupResource(),
          target.name(),
          ("StorageError: invalid object, Code: 4, Key: %s, ResourceVersion: 0, AdditionalErrorMsg:"
                  + " Precondition failed: UID in precondition: %s, UID in object meta: %s")
              .formatted(resource.storagePath(target.namespace(), target.name()), uid, existing));
    }
  }

  /// @param sent the version from which the sender went on; none and `0` are any
  /// @param any whether the resource allows that
  static void checkVersion(Target target, String sent, String existing, boolean any) {
    if (revision(sent) == 0) {
      if (!any) {
        throw noVersion(target.resource(), target.name());
      }
    } else if (!sent.equals(existing)) {
      throw Refusals.modified(target.resource(), target.name());
    }
  }

  /// @throws ApiException without a reason if the text is no revision
  static long revision(String resourceVersion) {
    try {
      return resourceVersion.isEmpty() ? 0 : BadRevision.orRevision(resourceVersion);
    } catch (BadRevision e) {
      throw Refusals.unknown(e.why());
    }
  }

  private static ApiException noVersion(ResourceType resource, String name) {
    var error =
        FieldError.invalid(
            FieldPath.of("metadata", "resourceVersion"), 0, "must be specified for an update");
    return ApiException.of(new Refusal.Invalid(resource.groupResource(), name, List.of(error)));
  }
}
