package dev.coxswain.apiserver.registry.pods;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.CSIPersistentVolumeSource;
import dev.coxswain.api.core.v1.GlusterfsPersistentVolumeSource;
import dev.coxswain.api.core.v1.LocalVolumeSource;
import dev.coxswain.api.core.v1.PersistentVolumeSource;
import dev.coxswain.api.core.v1.PersistentVolumeSpec;
import dev.coxswain.api.core.v1.SecretReference;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.storage.DriverNames;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;

/// The rules for where a volume of the cluster lies, and for what else volumes say that attachments
/// carry themselves, too.
public final class ClusterVolumeValidation {
  /// The order in which the kinds of sources are looked at.
  private static final List<String> ORDER =
      List.of(
          "hostPath",
          "gcePersistentDisk",
          "awsElasticBlockStore",
          "glusterfs",
          "flocker",
          "nfs",
          "rbd",
          "quobyte",
          "cephfs",
          "iscsi",
          "cinder",
          "fc",
          "flexVolume",
          "azureFile",
          "vsphereVolume",
          "photonPersistentDisk",
          "portworxVolume",
          "azureDisk",
          "scaleIO",
          "local",
          "storageos",
          "csi");

  private final PersistentVolumeSource source;
  private final FieldPath path;
  private final Problems problems;

  private ClusterVolumeValidation(
      PersistentVolumeSource source, FieldPath path, Problems problems) {
    this.source = source;
    this.path = path;
    this.problems = problems;
  }

  /// @param volume the name of the volume
  /// @param pinned whether the volume says which nodes can reach it
  public static void check(
      String volume,
      PersistentVolumeSource source,
      boolean pinned,
      FieldPath path,
      Problems problems) {
    new ClusterVolumeValidation(source, path, problems).check(volume, pinned);
  }

  public static void checkModes(PersistentVolumeSpec spec, FieldPath path, Problems problems) {
    if (spec.getAccessModesCount() == 0) {
      problems.required(path.child("accessModes"));
    }
    ClaimValidation.checkModes(spec.getAccessModesList(), path.child("accessModes"), problems);
  }

  /// Only drivers outside of Kubernetes have classes of attributes.
  public static void checkAttributes(PersistentVolumeSpec spec, FieldPath path, Problems problems) {
    if (!spec.hasVolumeAttributesClassName()) {
      return;
    }
    var at = path.child("volumeAttributesClassName");
    var name = spec.getVolumeAttributesClassName();
    if (name.isEmpty()) {
      problems.required(at, "an empty string is disallowed");
    } else {
      problems.invalid(at, name, Names.isDns1123Subdomain(name));
    }
    if (!spec.getPersistentVolumeSource().hasCsi()) {
      problems.required(
          path.child("csi"), "has to be specified when using volumeAttributesClassName");
    }
  }

  private void check(String volume, boolean pinned) {
    int count = 0;
    for (var name : ORDER) {
      var field = PersistentVolumeSource.getDescriptor().findFieldByName(name);
      if (!source.hasField(field)) {
        continue;
      }
      // Drivers of the oldest kind may be named beside something else.
      if (++count > 1 && !name.equals("flexVolume")) {
        problems.forbidden(
            path.child(name.equals("cephfs") ? "cephFS" : name),
            "may not specify more than 1 volume type");
      } else {
        checkSource(name, (Message) source.getField(field), volume, pinned);
      }
    }
    if (count == 0) {
      problems.required(path, "must specify a volume type");
    }
  }

  private void checkSource(String name, Message message, String volume, boolean pinned) {
    var at = path.child(name);
    switch (name) {
      case "hostPath" -> VolumeSourceValidation.checkHostPath(source.getHostPath(), at, problems);
      case "nfs" -> VolumeSourceValidation.checkNfs(source.getNfs(), at, problems);
      case "local" -> checkLocal(source.getLocal(), pinned);
      case "csi" -> checkCsi(source.getCsi(), at);
      default -> StorageSystemValidation.check(name, message, path, problems);
    }
    switch (name) {
      case "iscsi" ->
          IscsiValidation.checkLength(
              volume, source.getIscsi(), at.child("targetportal"), problems);
      case "glusterfs" -> checkEndpoints(source.getGlusterfs(), at.child("endpointsNamespace"));
      case "azureFile" -> {
        var file = source.getAzureFile();
        if (file.hasSecretNamespace() && file.getSecretNamespace().isEmpty()) {
          problems.required(at.child("secretNamespace"));
        }
      }
      default -> {
        // Nothing that pods' volumes of the same system are not told.
      }
    }
  }

  private void checkEndpoints(GlusterfsPersistentVolumeSource gluster, FieldPath at) {
    var namespace = gluster.getEndpointsNamespace();
    if (gluster.hasEndpointsNamespace() && namespace.isEmpty()) {
      problems.invalid(
          at, "", "if the endpointnamespace is set, it must be a valid namespace name");
    } else if (gluster.hasEndpointsNamespace()) {
      problems.invalid(at, namespace, Names.isDns1123Label(namespace));
    }
  }

  private void checkLocal(LocalVolumeSource local, boolean pinned) {
    var at = path.child("local", "path");
    if (local.getPath().isEmpty()) {
      problems.required(at);
    } else {
      Paths.checkNoBacksteps(local.getPath(), at, problems);
    }
    if (!pinned) {
      problems.required(path.child("nodeAffinity"), "Local volume requires node affinity");
    }
  }

  private void checkCsi(CSIPersistentVolumeSource csi, FieldPath at) {
    DriverNames.check(csi.getDriver(), at.child("driver"), problems);
    if (csi.getVolumeHandle().isEmpty()) {
      problems.required(at.child("volumeHandle"));
    }
    if (csi.hasControllerPublishSecretRef()) {
      checkSecret(csi.getControllerPublishSecretRef(), at.child("controllerPublishSecretRef"));
    }
    if (csi.hasControllerExpandSecretRef()) {
      checkSecret(csi.getControllerExpandSecretRef(), at.child("controllerExpandSecretRef"));
    }
    if (csi.hasNodePublishSecretRef()) {
      checkSecret(csi.getNodePublishSecretRef(), at.child("nodePublishSecretRef"));
    }
    if (csi.hasNodeExpandSecretRef()) {
      checkSecret(csi.getNodeExpandSecretRef(), at.child("nodeExpandSecretRef"));
    }
  }

  private void checkSecret(SecretReference secret, FieldPath at) {
    if (secret.getName().isEmpty()) {
      problems.required(at.child("name"));
    } else {
      problems.invalid(
          at.child("name"), secret.getName(), Names.isDns1123Subdomain(secret.getName()));
    }
    if (secret.getNamespace().isEmpty()) {
      problems.required(at.child("namespace"));
    } else {
      problems.invalid(
          at.child("namespace"),
          secret.getNamespace(),
          Names.isDns1123Label(secret.getNamespace()));
    }
  }
}
