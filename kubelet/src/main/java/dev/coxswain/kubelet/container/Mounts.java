package dev.coxswain.kubelet.container;

import dev.coxswain.api.core.v1.VolumeMount;
import dev.coxswain.kubelet.env.ConfigError;
import dev.coxswain.kubelet.env.Expansion;
import dev.coxswain.kubelet.runtime.ContainerSpec.Mount;
import dev.coxswain.kubelet.spec.PodContainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The volume mounts of a container as paths of the node.
final class Mounts {
  private static final int PERMISSIONS = 07777;

  private Mounts() {}

  /// @param volumes where the pod's volumes are
  /// @param environment for `subPathExpr`
  static List<Mount> of(
      PodContainer container, Map<String, Path> volumes, Map<String, String> environment)
      throws ConfigError {
    var mounts = new ArrayList<Mount>();
    for (var mount : container.spec().getVolumeMountsList()) {
      var volume = volumes.get(mount.getName());
      if (volume == null) {
        throw new ConfigError(
            "cannot find volume \""
                + mount.getName()
                + "\" to mount into container \""
                + container.name()
                + "\"");
      }
      var subPath = subPath(mount, environment);
      var host = subPath.isEmpty() ? volume : inside(volume, subPath, mount.getName());
      mounts.add(
          new Mount(
              host.toString(),
              absolute(mount.getMountPath()),
              mount.getReadOnly(),
              propagation(mount)));
    }
    return mounts;
  }

  /// Unlike elsewhere, an unknown name is an error: it would become the name of a folder.
  private static String subPath(VolumeMount mount, Map<String, String> environment)
      throws ConfigError {
    if (mount.getSubPathExpr().isEmpty()) {
      return mount.getSubPath();
    }
    var unknown = Expansion.firstUnknown(mount.getSubPathExpr(), environment);
    if (unknown.isPresent()) {
      throw new ConfigError("missing value for \"" + unknown.get() + "\"");
    }
    return Expansion.expand(mount.getSubPathExpr(), environment);
  }

  /// The place below the volume. It is made if it isn't there, and may not lead out of the volume.
  private static Path inside(Path volume, String subPath, String name) throws ConfigError {
    try {
      var root = volume.toRealPath();
      var path = root.resolve(subPath).normalize();
      if (!path.startsWith(root) || Path.of(subPath).isAbsolute()) {
        throw new ConfigError("subPath " + subPath + " leads out of volume \"" + name + "\"");
      }
      if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        makeLike(root, path);
      }
      var real = path.toRealPath();
      if (!real.startsWith(root)) {
        throw new ConfigError("subPath " + subPath + " leads out of volume \"" + name + "\"");
      }
      return real;
    } catch (IOException e) {
      throw new ConfigError(
          "failed to prepare subPath for volumeMount \"" + name + "\": " + e.getMessage());
    }
  }

  /// Makes the folders between the two, with the bits of the volume itself: who may write there may
  /// write here. Nothing is made behind a link that leads out of the volume.
  private static void makeLike(Path root, Path path) throws IOException {
    int mode = (Integer) Files.getAttribute(root, "unix:mode") & PERMISSIONS;
    var folder = root;
    for (var name : root.relativize(path)) {
      folder = folder.resolve(name);
      if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(folder);
        Files.setAttribute(folder, "unix:mode", mode);
      } else if (!folder.toRealPath().startsWith(root)) {
        throw new IOException(folder + " leads out of the volume");
      }
    }
  }

  private static String absolute(String path) {
    return path.startsWith("/") ? path : "/" + path;
  }

  private static String propagation(VolumeMount mount) {
    return switch (mount.getMountPropagation()) {
      case "HostToContainer" -> "rslave";
      case "Bidirectional" -> "rshared";
      default -> "private";
    };
  }
}
