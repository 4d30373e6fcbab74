package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.PersistentVolumeClaimSpec;
import dev.coxswain.api.core.v1.TypedLocalObjectReference;
import dev.coxswain.api.core.v1.TypedObjectReference;

/// The two fields of a claim that say what its volume begins with: the older one for a few kinds,
/// the newer one for any.
final class DataSources {
  private DataSources() {}

  /// What is kept of a spec: no source in another namespace, and in the older field alone only what
  /// it was made for.
  ///
  /// @param before the spec that it replaces; the default for new claims. What it has may stay
  static PersistentVolumeClaimSpec kept(
      PersistentVolumeClaimSpec spec, PersistentVolumeClaimSpec before) {
    var kept = spec.toBuilder();
    if (isElsewhere(spec) && before.getDataSourceRef().getNamespace().isEmpty()) {
      kept.clearDataSourceRef();
    }
    boolean had = before.hasDataSource() || before.hasDataSourceRef();
    if (!had && !kept.hasDataSourceRef() && !isVolume(spec.getDataSource())) {
      kept.clearDataSource();
    }
    return kept.build();
  }

  /// The spec with whichever of the two was left out filled in from the other.
  static PersistentVolumeClaimSpec matched(PersistentVolumeClaimSpec spec) {
    if (isElsewhere(spec) || spec.hasDataSource() == spec.hasDataSourceRef()) {
      return spec;
    }
    return spec.hasDataSource() ? withRef(spec) : withSource(spec);
  }

  private static PersistentVolumeClaimSpec withRef(PersistentVolumeClaimSpec spec) {
    var source = spec.getDataSource();
    var ref = TypedObjectReference.newBuilder().setKind(source.getKind()).setName(source.getName());
    if (source.hasApiGroup()) {
      ref.setApiGroup(source.getApiGroup());
    }
    return spec.toBuilder().setDataSourceRef(ref).build();
  }

  private static PersistentVolumeClaimSpec withSource(PersistentVolumeClaimSpec spec) {
    var ref = spec.getDataSourceRef();
    var source =
        TypedLocalObjectReference.newBuilder().setKind(ref.getKind()).setName(ref.getName());
    if (ref.hasApiGroup()) {
      source.setApiGroup(ref.getApiGroup());
    }
    return spec.toBuilder().setDataSource(source).build();
  }

  private static boolean isElsewhere(PersistentVolumeClaimSpec spec) {
    return !spec.getDataSourceRef().getNamespace().isEmpty();
  }

  private static boolean isVolume(TypedLocalObjectReference source) {
    return switch (source.getKind()) {
      case "PersistentVolumeClaim" -> source.getApiGroup().isEmpty();
      case "VolumeSnapshot" -> source.getApiGroup().equals("snapshot.storage.k8s.io");
      default -> false;
    };
  }
}
