package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.PersistentVolumeClaimSpec;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Messages;
import dev.coxswain.apiserver.registry.validation.Problems;
import dev.coxswain.apiserver.registry.validation.UnifiedDifference;
import java.util.Map;
import java.util.Optional;

/// What a claim may ask for anew: a bound one for another size and other attributes, any for the
/// class that it lacks.
final class ClaimChange {
  private static final String FIXED =
      "spec is immutable after creation except resources.requests and volumeAttributesClassName"
          + " for bound claims\n";
  private static final String OLD_CLASS = "volume.beta.kubernetes.io/storage-class";
  private static final FieldPath SIZE = Problems.SPEC.child("resources", "requests", "storage");
  private static final FieldPath ATTRIBUTES = Problems.SPEC.child("volumeAttributesClassName");

  private final PersistentVolumeClaim updated;
  private final PersistentVolumeClaim existing;
  private final Problems problems;

  private ClaimChange(
      PersistentVolumeClaim updated, PersistentVolumeClaim existing, Problems problems) {
    this.updated = updated;
    this.existing = existing;
    this.problems = problems;
  }

  static void check(
      PersistentVolumeClaim updated, PersistentVolumeClaim existing, Problems problems) {
    new ClaimChange(updated, existing, problems).check();
  }

  private void check() {
    var now = updated.getSpec();
    var before = existing.getSpec();
    var then = oldClass(existing);
    if (!movesOldClass() && !oldClass(updated).equals(then)) {
      problems.invalid(
          FieldPath.of("metadata", "annotations", OLD_CLASS),
          oldClass(updated).orElse(""),
          Messages.IMMUTABLE);
    }
    checkFixed();
    checkSize(
        size(now.getResources().getRequestsMap()), size(before.getResources().getRequestsMap()));
    problems.unchanged(
        FieldPath.of("volumeMode"),
        Problems.pointed(now.hasVolumeMode(), now.getVolumeMode()),
        Problems.pointed(before.hasVolumeMode(), before.getVolumeMode()));
    if (existing.getStatus().hasCurrentVolumeAttributesClassName()) {
      checkAttributes(now, before);
    }
  }

  /// What could not be given may be asked for less, but not for as little as there is.
  private void checkSize(Amount now, Amount before) {
    var given = size(existing.getStatus().getCapacityMap());
    if (now.compareTo(before) < 0 && now.compareTo(given) <= 0) {
      problems.forbidden(SIZE, "field can not be less than status.capacity");
    }
  }

  private void checkFixed() {
    var before = existing.getSpec().toBuilder();
    if (before.getVolumeName().isEmpty()) {
      before.setVolumeName(updated.getSpec().getVolumeName());
    }
    var now = withMutables();
    if (!now.equals(before.build())) {
      problems.forbidden(Problems.SPEC, FIXED + UnifiedDifference.of(before.build(), now));
    }
  }

  /// The new spec with what may change as it was.
  private PersistentVolumeClaimSpec withMutables() {
    var before = existing.getSpec();
    var now = updated.getSpec().toBuilder();
    boolean classless = !before.hasStorageClassName() && now.hasStorageClassName();
    if (classless
        && oldClass(existing).filter(c -> !c.equals(now.getStorageClassName())).isEmpty()) {
      now.clearStorageClassName();
    }
    if (!updated.getStatus().getPhase().equals("Bound")) {
      return now.build();
    }
    if (now.getResources().getRequestsCount() > 0
        && before.getResources().containsRequests("storage")) {
      now.getResourcesBuilder()
          .putRequests("storage", before.getResources().getRequestsOrThrow("storage"));
    }
    now.clearVolumeAttributesClassName();
    if (before.hasVolumeAttributesClassName()) {
      now.setVolumeAttributesClassName(before.getVolumeAttributesClassName());
    }
    return now.build();
  }

  /// Whether the class moves from the annotation, where it once was named, to its field.
  private boolean movesOldClass() {
    var then = oldClass(existing);
    var spec = updated.getSpec();
    return then.isPresent()
        && !existing.getSpec().hasStorageClassName()
        && spec.hasStorageClassName()
        && spec.getStorageClassName().equals(then.get())
        && oldClass(updated).filter(c -> !c.equals(then.get())).isEmpty();
  }

  private void checkAttributes(PersistentVolumeClaimSpec now, PersistentVolumeClaimSpec before) {
    boolean wasNamed = !before.getVolumeAttributesClassName().isEmpty();
    var applied = " is forbidden when status.currentVolumeAttributesClassName is not nil";
    if (!now.hasVolumeAttributesClassName() && before.hasVolumeAttributesClassName()) {
      problems.forbidden(ATTRIBUTES, "update to nil" + applied);
    } else if (now.hasVolumeAttributesClassName()
        && now.getVolumeAttributesClassName().isEmpty()
        && (wasNamed || !before.hasVolumeAttributesClassName())) {
      problems.forbidden(ATTRIBUTES, "update to empty string" + applied);
    }
  }

  private static Optional<String> oldClass(PersistentVolumeClaim claim) {
    return Optional.ofNullable(claim.getMetadata().getAnnotationsMap().get(OLD_CLASS));
  }

  private static Amount size(Map<String, Quantity> sizes) {
    var size = sizes.get("storage");
    return size == null ? Amount.ZERO : Amount.of(size);
  }
}
