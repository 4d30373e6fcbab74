package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.VolumeMount;
import dev.coxswain.api.core.v1.VolumeSource;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The rules for where a container mounts volumes.
final class VolumeMountValidation {
  private static final List<String> PROPAGATION =
      List.of("Bidirectional", "HostToContainer", "None");
  private static final List<String> RECURSIVE = List.of("Disabled", "Enabled", "IfPossible");

  private VolumeMountValidation() {}

  static void check(
      Container container, Map<String, VolumeSource> volumes, FieldPath path, Problems problems) {
    var paths = new HashSet<String>();
    for (int i = 0; i < container.getVolumeMountsCount(); i++) {
      var mount = container.getVolumeMounts(i);
      var at = path.child("volumeMounts").index(i);
      checkVolume(mount.getName(), volumes, at.child("name"), problems);
      if (mount.getMountPath().isEmpty()) {
        problems.required(at.child("mountPath"));
      }
      if (!paths.add(mount.getMountPath())) {
        problems.invalid(at.child("mountPath"), mount.getMountPath(), "must be unique");
      }
      checkDevicesApart(mount, container, at, problems);
      // Upstream reports these for all mounts at the same place, without an index.
      checkSubPath(mount, at, path.child("volumeMounts"), problems);
      checkPropagation(mount, container, path.child("volumeMounts"), problems);
      checkReadOnly(mount, path.child("volumeMounts", "recursiveReadOnly"), problems);
    }
    checkDevices(container, volumes, path.child("volumeDevices"), problems);
  }

  private static void checkVolume(
      String name, Map<String, VolumeSource> volumes, FieldPath path, Problems problems) {
    if (name.isEmpty()) {
      problems.required(path);
    }
    if (!volumes.containsKey(name)) {
      problems.notFound(path, name);
    }
  }

  private static void checkSubPath(
      VolumeMount mount, FieldPath at, FieldPath path, Problems problems) {
    if (!mount.getSubPath().isEmpty()) {
      Paths.checkLocalDescending(mount.getSubPath(), path.child("subPath"), problems);
    }
    if (!mount.getSubPathExpr().isEmpty()) {
      if (!mount.getSubPath().isEmpty()) {
        problems.invalid(
            at.child("subPathExpr"),
            mount.getSubPathExpr(),
            "subPathExpr and subPath are mutually exclusive");
      }
      Paths.checkLocalDescending(mount.getSubPathExpr(), path.child("subPathExpr"), problems);
    }
  }

  private static void checkPropagation(
      VolumeMount mount, Container container, FieldPath path, Problems problems) {
    if (mount.hasMountPropagation()) {
      var at = path.child("mountPropagation");
      problems.oneOf(at, mount.getMountPropagation(), PROPAGATION);
      if (mount.getMountPropagation().equals("Bidirectional")
          && !container.getSecurityContext().getPrivileged()) {
        problems.forbidden(
            at, "Bidirectional mount propagation is available only to privileged containers");
      }
    }
  }

  private static void checkReadOnly(VolumeMount mount, FieldPath path, Problems problems) {
    if (!mount.hasRecursiveReadOnly()) {
      return;
    }
    switch (mount.getRecursiveReadOnly()) {
      case "Disabled" -> {
        // Nothing to ask for.
      }
      case "Enabled", "IfPossible" -> {
        if (!mount.getReadOnly()) {
          problems.forbidden(path, "may only be specified when readOnly is true");
        }
        if (mount.hasMountPropagation() && !mount.getMountPropagation().equals("None")) {
          problems.forbidden(
              path, "may only be specified when mountPropagation is None or not specified");
        }
      }
      default -> problems.notSupported(path, mount.getRecursiveReadOnly(), RECURSIVE);
    }
  }

  private static void checkDevicesApart(
      VolumeMount mount, Container container, FieldPath path, Problems problems) {
    var devices = container.getVolumeDevicesList();
    if (devices.stream().anyMatch(d -> d.getName().equals(mount.getName()))) {
      problems.invalid(
          path.child("name"), mount.getName(), "must not already exist in volumeDevices");
    }
    if (devices.stream().anyMatch(d -> d.getDevicePath().equals(mount.getMountPath()))) {
      problems.invalid(
          path.child("mountPath"),
          mount.getMountPath(),
          "must not already exist as a path in volumeDevices");
    }
  }

  private static void checkDevices(
      Container container, Map<String, VolumeSource> volumes, FieldPath path, Problems problems) {
    var names = new HashSet<String>();
    var paths = new HashSet<String>();
    for (int i = 0; i < container.getVolumeDevicesCount(); i++) {
      var device = container.getVolumeDevices(i);
      var at = path.index(i);
      checkDeviceName(device.getName(), names, volumes, at.child("name"), problems);
      checkDevicePath(device.getDevicePath(), paths, at.child("devicePath"), problems);
      var mounts = container.getVolumeMountsList();
      if (mounts.stream().anyMatch(m -> m.getName().equals(device.getName()))) {
        problems.invalid(
            at.child("name"), device.getName(), "must not already exist in volumeMounts");
      }
      if (mounts.stream().anyMatch(m -> m.getMountPath().equals(device.getDevicePath()))) {
        problems.invalid(
            at.child("devicePath"),
            device.getDevicePath(),
            "must not already exist as a path in volumeMounts");
      }
    }
  }

  private static void checkDeviceName(
      String name,
      Set<String> names,
      Map<String, VolumeSource> volumes,
      FieldPath path,
      Problems problems) {
    if (name.isEmpty()) {
      problems.required(path);
    }
    if (!name.isEmpty() && !names.add(name)) {
      problems.invalid(path, name, "must be unique");
    }
    var volume = Optional.ofNullable(volumes.get(name));
    if (volume.filter(v -> !v.hasPersistentVolumeClaim() && !v.hasEphemeral()).isPresent()) {
      problems.invalid(
          path,
          name,
          "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode");
    }
    if (volume.isEmpty()) {
      problems.notFound(path, name);
    }
  }

  private static void checkDevicePath(
      String device, Set<String> paths, FieldPath path, Problems problems) {
    if (device.isEmpty()) {
      problems.required(path);
    }
    if (paths.contains(device)) {
      problems.invalid(path, device, "must be unique");
    }
    if (List.of(device.split("/", -1)).contains("..")) {
      problems.invalid(path, device, "can not contain backsteps ('..')");
    } else {
      paths.add(device);
    }
  }
}
