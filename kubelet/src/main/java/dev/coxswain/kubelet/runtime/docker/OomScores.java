package dev.coxswain.kubelet.runtime.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How well processes can be protected from the kernel's out-of-memory killer.
///
/// Without CAP_SYS_RESOURCE nobody may set a score below his own, and the engine would fail to
/// start such a container.
final class OomScores {
  private static final int LOWEST = -1000;
  private static final int CAP_SYS_RESOURCE = 24;
  private static final String CAPABILITIES = "CapEff:";

  private OomScores() {}

  /// The lowest score that can be set on this machine.
  static int lowest() {
    try {
      return mayLower(Files.readString(Path.of("/proc/self/status")))
          ? LOWEST
          : Integer.parseInt(Files.readString(Path.of("/proc/self/oom_score_adj")).strip());
    } catch (IOException e) {
      return LOWEST;
    }
  }

  static boolean mayLower(String status) {
    return status
        .lines()
        .filter(line -> line.startsWith(CAPABILITIES))
        .map(line -> Long.parseUnsignedLong(line.substring(CAPABILITIES.length()).strip(), 16))
        .anyMatch(capabilities -> (capabilities >> CAP_SYS_RESOURCE & 1) == 1);
  }
}
