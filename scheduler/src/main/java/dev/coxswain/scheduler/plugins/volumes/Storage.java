package dev.coxswain.scheduler.plugins.volumes;

import dev.coxswain.api.core.v1.PersistentVolume;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.storage.v1.CSIDriver;
import dev.coxswain.api.storage.v1.CSINode;
import dev.coxswain.api.storage.v1.CSIStorageCapacity;
import dev.coxswain.api.storage.v1.StorageClass;
import dev.coxswain.api.storage.v1.VolumeAttachment;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.client.Lister;
import java.util.Optional;

/// What is known of storage.
public record Storage(
    Lister<PersistentVolumeClaim> claims,
    Lister<PersistentVolume> volumes,
    Lister<StorageClass> classes,
    Lister<CSINode> csiNodes,
    Lister<CSIDriver> csiDrivers,
    Lister<CSIStorageCapacity> capacities,
    Lister<VolumeAttachment> attachments) {
  /// The provisioner of classes whose volumes people make by hand.
  static final String NO_PROVISIONER = "kubernetes.io/no-provisioner";

  static final String BIND_COMPLETED = "pv.kubernetes.io/bind-completed";
  static final String BOUND_BY_CONTROLLER = "pv.kubernetes.io/bound-by-controller";
  static final String SELECTED_NODE = "volume.kubernetes.io/selected-node";
  private static final String CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class";

  Optional<PersistentVolume> volume(String name) {
    return volumes.get(ObjectKey.clusterScoped(name));
  }

  Optional<StorageClass> storageClass(String name) {
    return name.isEmpty() ? Optional.empty() : classes.get(ObjectKey.clusterScoped(name));
  }

  Optional<StorageClass> storageClass(PersistentVolumeClaim claim) {
    return storageClass(className(claim));
  }

  /// Whether the claim's volume is to be chosen when its pod has a node.
  boolean waitsForConsumer(PersistentVolumeClaim claim) {
    return storageClass(claim)
        .filter(c -> c.getVolumeBindingMode().equals("WaitForFirstConsumer"))
        .isPresent();
  }

  static String className(PersistentVolumeClaim claim) {
    var annotation = claim.getMetadata().getAnnotationsMap().get(CLASS_ANNOTATION);
    return annotation == null ? claim.getSpec().getStorageClassName() : annotation;
  }

  static String className(PersistentVolume volume) {
    var annotation = volume.getMetadata().getAnnotationsMap().get(CLASS_ANNOTATION);
    return annotation == null ? volume.getSpec().getStorageClassName() : annotation;
  }

  static boolean isBound(PersistentVolumeClaim claim) {
    return !claim.getSpec().getVolumeName().isEmpty()
        && claim.getMetadata().containsAnnotations(BIND_COMPLETED);
  }
}
