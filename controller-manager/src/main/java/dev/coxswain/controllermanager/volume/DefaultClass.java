package dev.coxswain.controllermanager.volume;

import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.storage.v1.StorageClass;
import dev.coxswain.apimachinery.time.Times;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Which storage class claims get that were made without one, while there was no default. Pure.
final class DefaultClass {
  private static final List<String> MARKS =
      List.of(
          "storageclass.kubernetes.io/is-default-class",
          "storageclass.beta.kubernetes.io/is-default-class");
  private static final Comparator<StorageClass> NEWEST =
      Comparator.comparing(
              (StorageClass c) -> Times.toInstant(c.getMetadata().getCreationTimestamp()))
          .reversed()
          .thenComparing(c -> c.getMetadata().getName());

  private DefaultClass() {}

  /// The newest of those that are marked.
  static Optional<StorageClass> among(List<StorageClass> classes) {
    return classes.stream().filter(DefaultClass::isMarked).min(NEWEST);
  }

  static boolean isMarked(StorageClass storageClass) {
    var annotations = storageClass.getMetadata().getAnnotationsMap();
    return MARKS.stream().anyMatch(mark -> "true".equals(annotations.get(mark)));
  }

  /// Whether the claim leaves its class open; an empty name says that it wants none.
  static boolean isWantedBy(PersistentVolumeClaim claim) {
    return !claim.getSpec().hasStorageClassName()
        && !claim.getMetadata().containsAnnotations(VolumeMatching.OLD_CLASS);
  }

  static PersistentVolumeClaim given(PersistentVolumeClaim claim, String className) {
    return claim.toBuilder()
        .setSpec(claim.getSpec().toBuilder().setStorageClassName(className))
        .build();
  }
}
