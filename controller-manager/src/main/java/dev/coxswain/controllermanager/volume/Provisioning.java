package dev.coxswain.controllermanager.volume;

import dev.coxswain.api.core.v1.HostPathVolumeSource;
import dev.coxswain.api.core.v1.NodeSelector;
import dev.coxswain.api.core.v1.NodeSelectorRequirement;
import dev.coxswain.api.core.v1.NodeSelectorTerm;
import dev.coxswain.api.core.v1.PersistentVolume;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.PersistentVolumeSource;
import dev.coxswain.api.core.v1.PersistentVolumeSpec;
import dev.coxswain.api.core.v1.VolumeNodeAffinity;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.api.storage.v1.StorageClass;
import java.util.Map;

/// Who makes the volume for a claim, and what one of ours looks like. Pure.
///
/// Ours are directories on the node that the scheduler chose for the claim's first pod.
sealed interface Provisioning {
  /// The provisioner that lives in this program.
  String LOCAL_PATH = "coxswain.dev/local-path";

  /// Where its volumes are on their nodes, unless the class says otherwise with `path`.
  String DIRECTORY = "/var/lib/coxswain/volumes";

  String PROVISIONED_BY = "pv.kubernetes.io/provisioned-by";
  String HOSTNAME = "kubernetes.io/hostname";

  // Provisioners of old that live outside of the cluster now.
  Map<String, String> MIGRATED =
      Map.of(
          "kubernetes.io/aws-ebs", "ebs.csi.aws.com",
          "kubernetes.io/gce-pd", "pd.csi.storage.gke.io",
          "kubernetes.io/azure-disk", "disk.csi.azure.com",
          "kubernetes.io/azure-file", "file.csi.azure.com",
          "kubernetes.io/cinder", "cinder.csi.openstack.org",
          "kubernetes.io/vsphere-volume", "csi.vsphere.vmware.com",
          "kubernetes.io/portworx-volume", "pxd.portworx.com");

  record External(String provisioner) implements Provisioning {}

  record Ours(PersistentVolume volume) implements Provisioning {}

  record Impossible(String why) implements Provisioning {}

  static Provisioning of(PersistentVolumeClaim claim, StorageClass storageClass) {
    var name = storageClass.getProvisioner();
    if (name.equals(LOCAL_PATH)) {
      return localPath(claim, storageClass);
    }
    if (MIGRATED.containsKey(name)) {
      return new External(MIGRATED.get(name));
    }
    return name.startsWith("kubernetes.io/")
        ? new Impossible("no volume plugin matched name: " + name)
        : new External(name);
  }

  private static Provisioning localPath(PersistentVolumeClaim claim, StorageClass storageClass) {
    var node = claim.getMetadata().getAnnotationsOrDefault(ClaimPlanner.SELECTED_NODE, "");
    if (node.isEmpty()) {
      return new Impossible(
          "%s needs a storage class with volumeBindingMode WaitForFirstConsumer, \"%s\" has none"
              .formatted(LOCAL_PATH, storageClass.getMetadata().getName()));
    }
    if (claim.getSpec().getVolumeMode().equals("Block")) {
      return new Impossible(LOCAL_PATH + " makes no block volumes");
    }
    if (claim.getSpec().hasSelector()) {
      return new Impossible("claim.Spec.Selector is not supported for dynamic provisioning");
    }
    return new Ours(directory(claim, storageClass, node));
  }

  private static PersistentVolume directory(
      PersistentVolumeClaim claim, StorageClass storageClass, String node) {
    var name = "pvc-" + claim.getMetadata().getUid();
    var parent = storageClass.getParametersOrDefault("path", DIRECTORY);
    return PersistentVolume.newBuilder()
        .setMetadata(
            ObjectMeta.newBuilder().setName(name).putAnnotations(PROVISIONED_BY, LOCAL_PATH))
        .setSpec(
            PersistentVolumeSpec.newBuilder()
                .putCapacity(
                    "storage", claim.getSpec().getResources().getRequestsOrThrow("storage"))
                .addAllAccessModes(claim.getSpec().getAccessModesList())
                .setPersistentVolumeReclaimPolicy(storageClass.getReclaimPolicy())
                .setStorageClassName(storageClass.getMetadata().getName())
                .addAllMountOptions(storageClass.getMountOptionsList())
                .setVolumeMode("Filesystem")
                .setClaimRef(Bindings.reference(claim))
                .setNodeAffinity(on(node))
                .setPersistentVolumeSource(
                    PersistentVolumeSource.newBuilder()
                        .setHostPath(
                            HostPathVolumeSource.newBuilder()
                                .setPath(parent + "/" + name)
                                .setType("DirectoryOrCreate"))))
        .build();
  }

  private static VolumeNodeAffinity on(String node) {
    return VolumeNodeAffinity.newBuilder()
        .setRequired(
            NodeSelector.newBuilder()
                .addNodeSelectorTerms(
                    NodeSelectorTerm.newBuilder()
                        .addMatchExpressions(
                            NodeSelectorRequirement.newBuilder()
                                .setKey(HOSTNAME)
                                .setOperator("In")
                                .addValues(node))))
        .build();
  }
}
