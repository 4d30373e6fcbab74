package dev.coxswain.apiserver.registry.pods;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.CSIVolumeSource;
import dev.coxswain.api.core.v1.DownwardAPIVolumeFile;
import dev.coxswain.api.core.v1.EmptyDirVolumeSource;
import dev.coxswain.api.core.v1.EphemeralVolumeSource;
import dev.coxswain.api.core.v1.HostPathVolumeSource;
import dev.coxswain.api.core.v1.KeyToPath;
import dev.coxswain.api.core.v1.NFSVolumeSource;
import dev.coxswain.api.core.v1.VolumeSource;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Messages;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.storage.DriverNames;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;

/// The rules for where a volume of a pod comes from: one source, and that one complete.
final class VolumeSourceValidation {
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
          "azureFile",
          "configMap",
          "vsphereVolume",
          "azureDisk",
          "photonPersistentDisk",
          "portworxVolume",
          "projected",
          "scaleIO",
          "storageos",
          "csi",
          "ephemeral",
          "image");

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

  static void check(VolumeSource source, FieldPath path, Problems problems) {
    int count = 0;
    for (var name : ORDER) {
      if (source.hasField(field(name)) && ++count > 1) {
        problems.forbidden(path.child(name), "may not specify more than 1 volume type");
      } else if (source.hasField(field(name))) {
        checkSource(source, name, path.child(name), problems);
      }
    }
    if (count == 0) {
      problems.required(path, "must specify a volume type");
    }
  }

  private static void checkSource(
      VolumeSource source, String name, FieldPath path, Problems problems) {
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
      case "image" -> {
        required(source.getImage().getReference(), path.child("reference"), problems);
        problems.oneOf(path.child("pullPolicy"), source.getImage().getPullPolicy(), PULL_POLICIES);
      }
      case "gitRepo" -> {
        required(source.getGitRepo().getRepository(), path.child("repository"), problems);
        Paths.checkLocalDescending(
            source.getGitRepo().getDirectory(), path.child("directory"), problems);
      }
      default ->
          StorageSystemValidation.check(
              name, (Message) source.getField(field(name)), path, problems);
    }
  }

  static void checkItems(List<KeyToPath> items, FieldPath path, Problems problems) {
    for (int i = 0; i < items.size(); i++) {
      var item = items.get(i);
      var at = path.child("items").index(i);
      required(item.getKey(), at.child("key"), problems);
      if (item.getPath().isEmpty()) {
        problems.required(at.child("path"));
      } else {
        Paths.checkLocalNonReserved(item.getPath(), at.child("path"), problems);
      }
      if (item.hasMode()) {
        checkMode(item.getMode(), at.child("mode"), problems);
      }
    }
  }

  static void checkFiles(List<DownwardAPIVolumeFile> files, FieldPath path, Problems problems) {
    for (var file : files) {
      if (file.getPath().isEmpty()) {
        problems.required(path.child("path"));
      } else {
        Paths.checkLocalNonReserved(file.getPath(), path.child("path"), problems);
      }
      if (file.hasFieldRef()) {
        EnvValidation.checkFieldRef(
            file.getFieldRef(), EnvValidation.VOLUME_FIELDS, path.child("fieldRef"), problems);
        if (file.hasResourceFieldRef()) {
          problems.invalid(
              path,
              "resource",
              "fieldRef and resourceFieldRef can not be specified simultaneously");
        }
      } else if (file.hasResourceFieldRef()) {
        EnvValidation.checkResourceRef(
            file.getResourceFieldRef(), true, path.child("resourceFieldRef"), problems);
      } else {
        problems.required(path, "one of fieldRef and resourceFieldRef is required");
      }
      if (file.hasMode()) {
        checkMode(file.getMode(), path.child("mode"), problems);
      }
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
    if (dir.hasSizeLimit()) {
      var limit = Amount.of(dir.getSizeLimit());
      if (limit.signum() < 0) {
        problems.invalid(path.child("sizeLimit"), limit.toString(), Messages.NON_NEGATIVE);
      }
    }
    var medium = dir.getMedium();
    if (!medium.isEmpty() && !medium.equals("Memory") && !medium.startsWith("HugePages")) {
      problems.notSupported(
          path.child("medium"), medium, List.of("", "HugePages", "HugePages-", "Memory"));
    }
  }

  private static void checkHostPath(HostPathVolumeSource host, FieldPath path, Problems problems) {
    if (host.getPath().isEmpty()) {
      problems.required(path.child("path"));
      return;
    }
    Paths.checkNoBacksteps(host.getPath(), path.child("path"), problems);
    problems.oneOf(path.child("type"), host.getType(), HOST_PATH_TYPES);
  }

  private static void checkNfs(NFSVolumeSource nfs, FieldPath path, Problems problems) {
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
      var at = path.child("nodePublishSecretRef", "name");
      if (name.isEmpty()) {
        problems.required(at);
      } else {
        problems.invalid(at, name, Names.isDns1123Subdomain(name));
      }
    }
  }

  private static void checkEphemeral(
      EphemeralVolumeSource ephemeral, FieldPath path, Problems problems) {
    if (!ephemeral.hasVolumeClaimTemplate()) {
      problems.required(path.child("volumeClaimTemplate"));
    } else {
      ClaimValidation.checkSpec(
          ephemeral.getVolumeClaimTemplate().getSpec(),
          path.child("volumeClaimTemplate", "spec"),
          problems);
    }
  }

  private static FieldDescriptor field(String name) {
    return VolumeSource.getDescriptor().findFieldByName(name);
  }
}
