package dev.coxswain.controllermanager.volume;

import dev.coxswain.api.core.v1.PersistentVolume;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.apimachinery.selector.Selector;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Which volume suits a claim. Pure.
final class VolumeMatching {
  private static final String STORAGE = "storage";
  static final String OLD_CLASS = "volume.beta.kubernetes.io/storage-class";

  private VolumeMatching() {}

  /// The volume that the claim should get: one that is reserved for it, or else, of those that
  /// offer as few access modes as they may, the smallest.
  ///
  /// @param reservedOnly whether only a reserved one will do, because the scheduler chooses
  static Optional<PersistentVolume> best(
      List<PersistentVolume> volumes, PersistentVolumeClaim claim, boolean reservedOnly) {
    var fitting = volumes.stream().filter(v -> fits(v, claim)).toList();
    var reserved = fitting.stream().filter(v -> Bindings.isFor(v, claim)).findFirst();
    if (reserved.isPresent() || reservedOnly) {
      return reserved;
    }
    return fitting.stream()
        .filter(v -> isFree(v) && isWanted(v, claim))
        .min(
            Comparator.comparingInt((PersistentVolume v) -> v.getSpec().getAccessModesCount())
                .thenComparing(VolumeMatching::capacity)
                .thenComparing(v -> v.getMetadata().getName()));
  }

  /// What is wrong with a volume that the claim asks for by name; nothing if it will do.
  static Optional<String> mismatch(PersistentVolume volume, PersistentVolumeClaim claim) {
    if (volume.getMetadata().hasDeletionTimestamp()) {
      return Optional.of("the volume is marked for deletion");
    }
    if (capacity(volume).compareTo(requested(claim)) < 0) {
      return Optional.of("requested PV is too small");
    }
    if (!volume.getSpec().getStorageClassName().equals(className(claim))) {
      return Optional.of("storageClassName does not match");
    }
    if (!attributesClass(volume).equals(claim.getSpec().getVolumeAttributesClassName())) {
      return Optional.of("volumeAttributesClassName does not match");
    }
    if (!sameMode(volume, claim)) {
      return Optional.of("incompatible volumeMode");
    }
    if (!offersModes(volume, claim)) {
      return Optional.of("incompatible accessMode");
    }
    return Optional.empty();
  }

  /// The claim's storage class; empty for none.
  static String className(PersistentVolumeClaim claim) {
    return claim
        .getMetadata()
        .getAnnotationsOrDefault(OLD_CLASS, claim.getSpec().getStorageClassName());
  }

  static boolean sameMode(PersistentVolume volume, PersistentVolumeClaim claim) {
    return mode(volume.getSpec().getVolumeMode()).equals(mode(claim.getSpec().getVolumeMode()));
  }

  static Amount requested(PersistentVolumeClaim claim) {
    var quantity = claim.getSpec().getResources().getRequestsMap().get(STORAGE);
    return quantity == null ? Amount.ZERO : Amount.of(quantity);
  }

  static Amount capacity(PersistentVolume volume) {
    var quantity = volume.getSpec().getCapacityMap().get(STORAGE);
    return quantity == null ? Amount.ZERO : Amount.of(quantity);
  }

  private static boolean fits(PersistentVolume volume, PersistentVolumeClaim claim) {
    return !volume.getMetadata().hasDeletionTimestamp()
        && capacity(volume).compareTo(requested(claim)) >= 0
        && sameMode(volume, claim)
        && attributesClass(volume).equals(claim.getSpec().getVolumeAttributesClassName())
        && offersModes(volume, claim);
  }

  private static boolean isFree(PersistentVolume volume) {
    return !volume.getSpec().hasClaimRef() && volume.getStatus().getPhase().equals("Available");
  }

  private static boolean isWanted(PersistentVolume volume, PersistentVolumeClaim claim) {
    var selector =
        claim.getSpec().hasSelector()
            ? Selector.of(claim.getSpec().getSelector())
            : Selector.everything();
    return selector.matches(volume.getMetadata().getLabelsMap())
        && volume.getSpec().getStorageClassName().equals(className(claim));
  }

  private static boolean offersModes(PersistentVolume volume, PersistentVolumeClaim claim) {
    return volume.getSpec().getAccessModesList().containsAll(claim.getSpec().getAccessModesList());
  }

  private static String attributesClass(PersistentVolume volume) {
    return volume.getSpec().getVolumeAttributesClassName();
  }

  private static String mode(String mode) {
    return mode.isEmpty() ? "Filesystem" : mode;
  }
}
