package dev.coxswain.kubelet.volumes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// File systems in memory, through the system's own `mount`.
final class Mounter {
  private static final Path MOUNTS = Path.of("/proc/self/mounts");

  /// @param bytes the most it may hold; 0 for the system's default
  void mountMemory(Path folder, long bytes) throws IOException, InterruptedException {
    if (!isMounted(folder)) {
      var options = bytes > 0 ? "size=" + bytes : "defaults";
      run(List.of("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString()));
    }
  }

  void unmountBelow(Path folder) throws IOException, InterruptedException {
    var below =
        Files.readAllLines(MOUNTS).stream()
            .map(line -> line.split(" ")[1])
            .filter(path -> Path.of(path).startsWith(folder))
            .toList();
    for (var path : below.reversed()) {
      run(List.of("umount", path));
    }
  }

  private static boolean isMounted(Path folder) throws IOException {
    return Files.readAllLines(MOUNTS).stream()
        .anyMatch(line -> line.split(" ")[1].equals(folder.toString()));
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + output.strip());
    }
  }
}
