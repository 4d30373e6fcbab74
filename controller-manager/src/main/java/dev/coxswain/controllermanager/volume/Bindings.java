package dev.coxswain.controllermanager.volume;

import dev.coxswain.api.core.v1.ObjectReference;
import dev.coxswain.api.core.v1.PersistentVolume;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.PersistentVolumeClaimStatus;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.meta.ObjectKey;

/// How a volume and a claim say that they belong to each other. Pure.
///
/// The volume's `claimRef` is the truth; the claim's `volumeName` follows. What we wrote ourselves
/// is marked, so that it can be told from what a person asked for when they part.
final class Bindings {
  static final String BIND_COMPLETED = "pv.kubernetes.io/bind-completed";
  static final String BOUND_BY_CONTROLLER = "pv.kubernetes.io/bound-by-controller";
  private static final String YES = "yes";

  private Bindings() {}

  static boolean isComplete(PersistentVolumeClaim claim) {
    return claim.getMetadata().containsAnnotations(BIND_COMPLETED);
  }

  static boolean isByController(ObjectMeta metadata) {
    return metadata.containsAnnotations(BOUND_BY_CONTROLLER);
  }

  /// Whether the volume is reserved for the claim, or its own already.
  static boolean isFor(PersistentVolume volume, PersistentVolumeClaim claim) {
    var ref = volume.getSpec().getClaimRef();
    return volume.getSpec().hasClaimRef()
        && ref.getName().equals(claim.getMetadata().getName())
        && ref.getNamespace().equals(claim.getMetadata().getNamespace())
        && (ref.getUid().isEmpty() || ref.getUid().equals(claim.getMetadata().getUid()));
  }

  static ObjectKey claimKey(PersistentVolume volume) {
    var ref = volume.getSpec().getClaimRef();
    return new ObjectKey(ref.getNamespace(), ref.getName());
  }

  /// The volume as the claim's own.
  static PersistentVolume bound(PersistentVolume volume, PersistentVolumeClaim claim) {
    var ref = volume.getSpec().getClaimRef();
    if (isFor(volume, claim) && ref.getUid().equals(claim.getMetadata().getUid())) {
      return volume;
    }
    var bound = volume.toBuilder();
    if (!isFor(volume, claim)) {
      bound.getMetadataBuilder().putAnnotations(BOUND_BY_CONTROLLER, YES);
    }
    bound.getSpecBuilder().setClaimRef(reference(claim));
    return bound.build();
  }

  /// What a volume knows its claim by.
  static ObjectReference reference(PersistentVolumeClaim claim) {
    var metadata = claim.getMetadata();
    return ObjectReference.newBuilder()
        .setApiVersion("v1")
        .setKind("PersistentVolumeClaim")
        .setNamespace(metadata.getNamespace())
        .setName(metadata.getName())
        .setUid(metadata.getUid())
        .setResourceVersion(metadata.getResourceVersion())
        .build();
  }

  /// The claim as the owner of the volume.
  static PersistentVolumeClaim bound(PersistentVolumeClaim claim, PersistentVolume volume) {
    var bound = claim.toBuilder();
    var name = volume.getMetadata().getName();
    if (!claim.getSpec().getVolumeName().equals(name)) {
      bound.getMetadataBuilder().putAnnotations(BOUND_BY_CONTROLLER, YES);
      bound.getSpecBuilder().setVolumeName(name);
    }
    if (!isComplete(claim)) {
      bound.getMetadataBuilder().putAnnotations(BIND_COMPLETED, YES);
    }
    return bound.build();
  }

  /// The status of a claim that has the volume. A capacity that a resize changes is left alone.
  static PersistentVolumeClaimStatus status(PersistentVolumeClaim claim, PersistentVolume volume) {
    var status =
        claim.getStatus().toBuilder()
            .setPhase("Bound")
            .clearAccessModes()
            .addAllAccessModes(volume.getSpec().getAccessModesList());
    var storage = volume.getSpec().getCapacityMap().get("storage");
    if (storage != null && !claim.getStatus().containsCapacity("storage")) {
      status.putCapacity("storage", storage);
    }
    if (volume.getSpec().hasVolumeAttributesClassName()) {
      status.setCurrentVolumeAttributesClassName(volume.getSpec().getVolumeAttributesClassName());
    }
    return status.build();
  }

  /// The volume without its claim. A reservation that a person made outlives the claim.
  static PersistentVolume unbound(PersistentVolume volume) {
    var free = volume.toBuilder();
    if (isByController(volume.getMetadata())) {
      free.getMetadataBuilder().removeAnnotations(BOUND_BY_CONTROLLER);
      free.getSpecBuilder().clearClaimRef();
    } else {
      free.getSpecBuilder().getClaimRefBuilder().clearUid().clearResourceVersion();
    }
    return free.build();
  }
}
