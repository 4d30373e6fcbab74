package dev.coxswain.kubelet.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The kernel's network devices.
final class Interfaces {
  private static final Path NET = Path.of("/sys/class/net");

  private Interfaces() {}

  /// Lets packets leave a bridge by the port on which they came, so that a pod reaches itself
  /// through a service.
  static void allowHairpin(String bridge) throws IOException {
    var ports = NET.resolve(bridge).resolve("brif");
    if (!Files.isDirectory(ports)) {
      return;
    }
    try (var all = Files.list(ports)) {
      for (var port : all.toList()) {
        var mode = port.resolve("hairpin_mode");
        if (Files.exists(mode) && !Files.readString(mode).strip().equals("1")) {
          Files.writeString(mode, "1");
        }
      }
    }
  }
}
