package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.PersistentVolumeClaimSpec;
import dev.coxswain.api.core.v1.TypedLocalObjectReference;
import dev.coxswain.api.core.v1.TypedObjectReference;

/// The two fields of a claim that say what its volume begins with: the older one for a few kinds,
/// the newer one for any.
final class DataSources {
  private DataSources() {}

  /// The spec with whichever of the two was left out filled in from the other.
  static PersistentVolumeClaimSpec matched(PersistentVolumeClaimSpec spec) {
    if (spec.hasDataSource() && !spec.hasDataSourceRef()) {
      var source = spec.getDataSource();
      var ref = TypedObjectReference.newBuilder().setKind(source.getKind());
      if (source.hasApiGroup()) {
        ref.setApiGroup(source.getApiGroup());
      }
      return spec.toBuilder().setDataSourceRef(ref.setName(source.getName())).build();
    }
    var ref = spec.getDataSourceRef();
    boolean fits = isVolume(ref) && ref.getNamespace().isEmpty();
    if (!spec.hasDataSourceRef() || spec.hasDataSource() || !fits) {
      return spec;
    }
    var source =
        TypedLocalObjectReference.newBuilder().setKind(ref.getKind()).setName(ref.getName());
    if (ref.hasApiGroup()) {
      source.setApiGroup(ref.getApiGroup());
    }
    return spec.toBuilder().setDataSource(source).build();
  }

  private static boolean isVolume(TypedObjectReference ref) {
    return switch (ref.getKind()) {
      case "PersistentVolumeClaim" -> ref.getApiGroup().isEmpty();
      case "VolumeSnapshot" -> ref.getApiGroup().equals("snapshot.storage.k8s.io");
      default -> false;
    };
  }
}
