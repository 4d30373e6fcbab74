package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.VolumeMount;
import dev.coxswain.api.core.v1.VolumeSource;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

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
      checkSubPath(mount, path.child("volumeMounts"), problems);
      checkPropagation(mount, container, at, problems);
    }
    checkDevices(container, volumes, path.child("volumeDevices"), problems);
  }

  private static void checkVolume(
      String name, Map<String, VolumeSource> volumes, FieldPath path, Problems problems) {
    if (name.isEmpty()) {
      problems.required(path);
    } else if (!volumes.containsKey(name)) {
      problems.notFound(path, name);
    }
  }

  private static void checkSubPath(VolumeMount mount, FieldPath path, Problems problems) {
    if (!mount.getSubPath().isEmpty()) {
      Paths.checkLocalDescending(mount.getSubPath(), path.child("subPath"), problems);
    }
    if (!mount.getSubPathExpr().isEmpty()) {
      if (!mount.getSubPath().isEmpty()) {
        problems.invalid(
            path.child("subPathExpr"),
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
    if (mount.hasRecursiveReadOnly()) {
      problems.oneOf(path.child("recursiveReadOnly"), mount.getRecursiveReadOnly(), RECURSIVE);
    }
  }

  private static void checkDevices(
      Container container, Map<String, VolumeSource> volumes, FieldPath path, Problems problems) {
    var paths = new HashSet<String>();
    for (int i = 0; i < container.getVolumeDevicesCount(); i++) {
      var device = container.getVolumeDevices(i);
      var at = path.index(i);
      checkVolume(device.getName(), volumes, at.child("name"), problems);
      if (device.getDevicePath().isEmpty()) {
        problems.required(at.child("devicePath"));
      } else if (!paths.add(device.getDevicePath())) {
        problems.invalid(at.child("devicePath"), device.getDevicePath(), "must be unique");
      } else {
        Paths.checkNoBacksteps(device.getDevicePath(), at.child("devicePath"), problems);
      }
    }
  }
}
