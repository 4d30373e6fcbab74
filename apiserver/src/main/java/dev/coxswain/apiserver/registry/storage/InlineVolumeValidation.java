package dev.coxswain.apiserver.registry.storage;

import dev.coxswain.api.core.v1.PersistentVolumeSpec;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.pods.ClusterVolumeValidation;
import dev.coxswain.apiserver.registry.validation.Problems;

/// The rules for volumes that attachments carry themselves: what a pod's own volume was made into
/// for a driver.
final class InlineVolumeValidation {
  private static final String INLINE = " in the context of inline volumes";

  private InlineVolumeValidation() {}

  static void check(PersistentVolumeSpec spec, FieldPath path, Problems problems) {
    forbid(spec.hasClaimRef(), path.child("claimRef"), problems);
    forbid(spec.getCapacityCount() > 0, path.child("capacity"), problems);
    var source = spec.getPersistentVolumeSource();
    if (!source.hasCsi()) {
      problems.required(path.child("csi"), "has to be specified" + INLINE);
    }
    ClusterVolumeValidation.checkModes(spec, path, problems);
    var policy = spec.getPersistentVolumeReclaimPolicy();
    if (!policy.isEmpty() && !policy.equals("Retain")) {
      problems.forbidden(
          path.child("persistentVolumeReclaimPolicy"), "may only be Retain" + INLINE);
    }
    forbid(spec.hasNodeAffinity(), path.child("nodeAffinity"), problems);
    ClusterVolumeValidation.check("", source, false, path, problems);
    forbid(!spec.getStorageClassName().isEmpty(), path.child("storageClassName"), problems);
    if (spec.hasVolumeMode() && !spec.getVolumeMode().equals("Filesystem")) {
      problems.forbidden(
          path.child("volumeMode"), "may not specify volumeMode other than Filesystem" + INLINE);
    }
    ClusterVolumeValidation.checkAttributes(spec, path, problems);
  }

  private static void forbid(boolean set, FieldPath path, Problems problems) {
    if (set) {
      problems.forbidden(path, "may not be specified" + INLINE);
    }
  }
}
