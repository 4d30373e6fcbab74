package dev.coxswain.kubelet.volumes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// Paths of the node as volumes: checks that they are what the pod expects, and makes them if it
/// says so.
final class HostPaths {
  private static final int TYPE_BITS = 0170000;
  private static final int SOCKET = 0140000;
  private static final int CHARACTER_DEVICE = 0020000;
  private static final int BLOCK_DEVICE = 0060000;

  private HostPaths() {}

  static Path prepare(String path, String type) throws VolumeFailure {
    var host = Path.of(path);
    try {
      boolean fits =
          switch (type) {
            case "" -> orFolder(host);
            case "DirectoryOrCreate" -> orFolder(host) && Files.isDirectory(host);
            case "Directory" -> Files.isDirectory(host);
            case "FileOrCreate" -> orFile(host) && Files.isRegularFile(host);
            case "File" -> Files.isRegularFile(host);
            case "Socket" -> isOf(host, SOCKET);
            case "CharDevice" -> isOf(host, CHARACTER_DEVICE);
            case "BlockDevice" -> isOf(host, BLOCK_DEVICE);
            default -> throw new VolumeFailure(type + " is an invalid volume type");
          };
      if (!fits) {
        throw new VolumeFailure("hostPath type check failed: " + path + " is not " + words(type));
      }
      return host;
    } catch (IOException e) {
      throw new VolumeFailure("hostPath " + path + ": " + e.getMessage(), e);
    }
  }

  private static boolean orFolder(Path host) throws IOException {
    if (!Files.exists(host)) {
      Files.createDirectories(
          host, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    }
    return true;
  }

  private static boolean orFile(Path host) throws IOException {
    if (!Files.exists(host)) {
      Files.createFile(
          host, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
    }
    return true;
  }

  private static boolean isOf(Path host, int type) throws IOException {
    return Files.exists(host)
        && ((Integer) Files.getAttribute(host, "unix:mode") & TYPE_BITS) == type;
  }

  private static String words(String type) {
    return switch (type) {
      case "Directory", "DirectoryOrCreate" -> "a directory";
      case "Socket" -> "a socket file";
      case "CharDevice" -> "a character device";
      case "BlockDevice" -> "a block device";
      default -> "a file";
    };
  }
}
