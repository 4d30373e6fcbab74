package dev.coxswain.kubelet.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The kernel's account of the memory of a group of processes, in either version of control groups.
///
/// @param usage the file that holds the whole usage
/// @param inactive the line of `memory.stat` that counts what the kernel would give back first
record ControlGroup(Path folder, String usage, String inactive) {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");

  /// Empty if the process has ended.
  static Optional<ControlGroup> ofProcess(int pid) {
    return read(Path.of("/proc/" + pid + "/cgroup")).flatMap(ControlGroup::parse);
  }

  /// @param text one `id:controllers:path` a line; the only controller of version 2 has no name
  static Optional<ControlGroup> parse(String text) {
    for (var line : text.lines().toList()) {
      var parts = line.split(":", 3);
      if (parts.length == 3 && parts[1].equals("memory")) {
        var folder = ROOT.resolve("memory").resolve(parts[2].substring(1));
        return Optional.of(
            new ControlGroup(folder, "memory.usage_in_bytes", "total_inactive_file"));
      }
    }
    return text.lines()
        .filter(line -> line.startsWith("0::/"))
        .findFirst()
        .map(line ->
            new ControlGroup(ROOT.resolve(line.substring(4)), "memory.current", "inactive_file"));
  }

  /// What would not be given back under pressure; 0 once the group is gone.
  long workingSetBytes() {
    long used = read(folder.resolve(usage)).map(text -> Long.parseLong(text.strip())).orElse(0L);
    long spare =
        read(folder.resolve("memory.stat")).stream()
            .flatMap(String::lines)
            .filter(line -> line.startsWith(inactive + " "))
            .mapToLong(line -> Long.parseLong(line.substring(inactive.length() + 1)))
            .sum();
    return Math.max(0, used - spare);
  }

  /// Empty if the file, or the process behind it, has gone.
  private static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
