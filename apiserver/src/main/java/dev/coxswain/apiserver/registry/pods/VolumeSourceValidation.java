package dev.coxswain.apiserver.registry.pods;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.CSIVolumeSource;
import dev.coxswain.api.core.v1.DownwardAPIVolumeFile;
import dev.coxswain.api.core.v1.EmptyDirVolumeSource;
import dev.coxswain.api.core.v1.EphemeralVolumeSource;
import dev.coxswain.api.core.v1.HostPathVolumeSource;
import dev.coxswain.api.core.v1.ImageVolumeSource;
import dev.coxswain.api.core.v1.KeyToPath;
import dev.coxswain.api.core.v1.NFSVolumeSource;
import dev.coxswain.api.core.v1.Volume;
import dev.coxswain.api.core.v1.VolumeSource;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.storage.DriverNames;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;
import java.util.Map;

/// The rules for where a volume of a pod comes from: one source, and that one complete.
public final class VolumeSourceValidation {
  /// The order in which sources are looked at; the first one counts.
  private static final List<String> ORDER =
      List.of(
          "emptyDir",
          "hostPath",
          "gitRepo",
          "gcePersistentDisk",
          "awsElasticBlockStore",
          "secret",
          "nfs",
          "iscsi",
          "glusterfs",
          "flocker",
          "persistentVolumeClaim",
          "rbd",
          "cinder",
          "cephfs",
          "quobyte",
          "downwardAPI",
          "fc",
          "flexVolume",
          "configMap",
          "azureFile",
          "vsphereVolume",
          "photonPersistentDisk",
          "portworxVolume",
          "azureDisk",
          "storageos",
          "projected",
          "scaleIO",
          "csi",
          "ephemeral",
          "image");

  /// Sources that messages about a second source call by another name.
  private static final Map<String, String> SECOND_NAMES =
      Map.of("cephfs", "cephFS", "downwardAPI", "downwarAPI");

  private static final List<String> PULL_POLICIES = List.of("Always", "IfNotPresent", "Never");
  private static final List<String> HOST_PATH_TYPES =
      List.of(
          "",
          "BlockDevice",
          "CharDevice",
          "Directory",
          "DirectoryOrCreate",
          "File",
          "FileOrCreate",
          "Socket");

  private VolumeSourceValidation() {}

  static void check(Volume volume, PodIdentity pod, FieldPath path, Problems problems) {
    var source = volume.getVolumeSource();
    int count = 0;
    for (var name : ORDER) {
      if (!source.hasField(field(name))) {
        continue;
      }
      if (++count > 1) {
        problems.forbidden(
            path.child(SECOND_NAMES.getOrDefault(name, name)),
            "may not specify more than 1 volume type");
      } else {
        checkSource(volume, name, pod, path, problems);
      }
      if (name.equals("iscsi")) {
        IscsiValidation.checkLength(volume, path.child("name"), problems);
      }
      if (name.equals("ephemeral") && count == 1) {
        checkClaimName(volume.getName(), pod, path.child("name"), problems);
      }
    }
    if (count == 0) {
      problems.required(path, "must specify a volume type");
    }
  }

  private static void checkSource(
      Volume volume, String name, PodIdentity pod, FieldPath parent, Problems problems) {
    var source = volume.getVolumeSource();
    var path = parent.child(name);
    switch (name) {
      case "emptyDir" -> checkEmptyDir(source.getEmptyDir(), path, problems);
      case "hostPath" -> checkHostPath(source.getHostPath(), path, problems);
      case "secret" -> {
        var secret = source.getSecret();
        required(secret.getSecretName(), path.child("secretName"), problems);
        checkMode(secret.getDefaultMode(), path.child("defaultMode"), problems);
        checkItems(secret.getItemsList(), path, problems);
      }
      case "configMap" -> {
        var config = source.getConfigMap();
        required(config.getLocalObjectReference().getName(), path.child("name"), problems);
        checkMode(config.getDefaultMode(), path.child("defaultMode"), problems);
        checkItems(config.getItemsList(), path, problems);
      }
      case "nfs" -> checkNfs(source.getNfs(), path, problems);
      case "persistentVolumeClaim" ->
          required(
              source.getPersistentVolumeClaim().getClaimName(), path.child("claimName"), problems);
      case "downwardAPI" -> {
        var downward = source.getDownwardAPI();
        checkMode(downward.getDefaultMode(), path.child("defaultMode"), problems);
        checkFiles(downward.getItemsList(), path, problems);
      }
      case "projected" -> ProjectionValidation.check(source.getProjected(), path, problems);
      case "csi" -> checkCsi(source.getCsi(), path, problems);
      case "ephemeral" -> checkEphemeral(source.getEphemeral(), path, problems);
      case "image" -> checkImage(source.getImage(), pod, path, problems);
      case "gitRepo" -> {
        required(source.getGitRepo().getRepository(), path.child("repository"), problems);
        Paths.checkLocalDescending(
            source.getGitRepo().getDirectory(), path.child("directory"), problems);
      }
      default ->
          StorageSystemValidation.check(
              name, (Message) source.getField(field(name)), parent, problems);
    }
  }

  /// The claim of an ephemeral volume is named after the pod and the volume.
  private static void checkClaimName(
      String volume, PodIdentity pod, FieldPath path, Problems problems) {
    if (pod.name().isEmpty() || volume.isEmpty()) {
      return;
    }
    var claim = pod.claimFor(volume);
    Names.isDns1123Subdomain(claim)
        .forEach(complaint ->
            problems.invalid(path, volume, "PVC name \"%s\": %s".formatted(claim, complaint)));
  }

  private static void checkImage(
      ImageVolumeSource image, PodIdentity pod, FieldPath path, Problems problems) {
    if (pod.isPod()) {
      required(image.getReference(), path.child("reference"), problems);
    }
    if (image.getPullPolicy().isEmpty()) {
      problems.required(path.child("pullPolicy"));
    } else {
      problems.oneOf(path.child("pullPolicy"), image.getPullPolicy(), PULL_POLICIES);
    }
  }

  private static void checkItems(List<KeyToPath> items, FieldPath path, Problems problems) {
    for (int i = 0; i < items.size(); i++) {
      checkItem(items.get(i), path.child("items").index(i), problems);
    }
  }

  static void checkItem(KeyToPath item, FieldPath path, Problems problems) {
    required(item.getKey(), path.child("key"), problems);
    required(item.getPath(), path.child("path"), problems);
    Paths.checkLocalNonReserved(item.getPath(), path.child("path"), problems);
    if (item.hasMode()) {
      checkMode(item.getMode(), path.child("mode"), problems);
    }
  }

  private static void checkFiles(
      List<DownwardAPIVolumeFile> files, FieldPath path, Problems problems) {
    files.forEach(file -> checkFile(file, path, problems));
  }

  static void checkFile(DownwardAPIVolumeFile file, FieldPath path, Problems problems) {
    required(file.getPath(), path.child("path"), problems);
    Paths.checkLocalNonReserved(file.getPath(), path.child("path"), problems);
    if (file.hasFieldRef()) {
      FieldReferences.check(
          file.getFieldRef(), FieldReferences.IN_VOLUMES, path.child("fieldRef"), problems);
      if (file.hasResourceFieldRef()) {
        problems.invalid(
            path, "resource", "fieldRef and resourceFieldRef can not be specified simultaneously");
      }
    } else if (file.hasResourceFieldRef()) {
      FieldReferences.checkResource(
          file.getResourceFieldRef(), true, path.child("resourceFieldRef"), problems);
    } else {
      problems.required(path, "one of fieldRef and resourceFieldRef is required");
    }
    if (file.hasMode()) {
      checkMode(file.getMode(), path.child("mode"), problems);
    }
  }

  static void checkMode(int mode, FieldPath path, Problems problems) {
    if (mode < 0 || mode > 0777) {
      problems.invalid(path, mode, "must be a number between 0 and 0777 (octal), both inclusive");
    }
  }

  static void required(String value, FieldPath path, Problems problems) {
    if (value.isEmpty()) {
      problems.required(path);
    }
  }

  private static void checkEmptyDir(EmptyDirVolumeSource dir, FieldPath path, Problems problems) {
    if (dir.hasSizeLimit() && Amount.of(dir.getSizeLimit()).signum() < 0) {
      problems.forbidden(
          path.child("sizeLimit"), "SizeLimit field must be a valid resource quantity");
    }
  }

  /// The same in volumes of the cluster.
  public static void checkHostPath(HostPathVolumeSource host, FieldPath path, Problems problems) {
    if (host.getPath().isEmpty()) {
      problems.required(path.child("path"));
      return;
    }
    Paths.checkNoBacksteps(host.getPath(), path.child("path"), problems);
    problems.oneOf(path.child("type"), host.getType(), HOST_PATH_TYPES);
  }

  /// The same in volumes of the cluster.
  public static void checkNfs(NFSVolumeSource nfs, FieldPath path, Problems problems) {
    required(nfs.getServer(), path.child("server"), problems);
    required(nfs.getPath(), path.child("path"), problems);
    if (!nfs.getPath().startsWith("/")) {
      problems.invalid(path.child("path"), nfs.getPath(), "must be an absolute path");
    }
  }

  private static void checkCsi(CSIVolumeSource csi, FieldPath path, Problems problems) {
    DriverNames.check(csi.getDriver(), path.child("driver"), problems);
    if (csi.hasNodePublishSecretRef()) {
      var name = csi.getNodePublishSecretRef().getName();
      if (name.isEmpty()) {
        problems.required(path.child("nodePublishSecretRef", "name"));
      } else {
        problems.invalid(path.child("name"), name, Names.isDns1123Subdomain(name));
      }
    }
  }

  private static void checkEphemeral(
      EphemeralVolumeSource ephemeral, FieldPath path, Problems problems) {
    if (!ephemeral.hasVolumeClaimTemplate()) {
      problems.required(path.child("volumeClaimTemplate"));
    } else {
      var template = ephemeral.getVolumeClaimTemplate();
      var at = path.child("volumeClaimTemplate");
      TemplateMetadata.check(template.getMetadata(), at.child("metadata"), problems);
      ClaimValidation.checkSpec(template.getSpec(), at.child("spec"), problems);
    }
  }

  private static FieldDescriptor field(String name) {
    return VolumeSource.getDescriptor().findFieldByName(name);
  }
}
