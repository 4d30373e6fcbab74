package dev.coxswain.kubelet.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// The kernel's account of a group of processes, in either version of control groups.
///
/// @param memory the folder with the files about memory
/// @param cpu the folder with the files about processor time
record ControlGroup(Version version, Path memory, Path cpu) {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");
  private static final long NANOS_PER_MICRO = 1000;

  /// Knows the file that holds the whole usage of memory, and the line of `memory.stat` that counts
  /// what the kernel would give back first.
  enum Version {
    ONE("memory.usage_in_bytes", "total_inactive_file"),
    TWO("memory.current", "inactive_file");

    private final String usage;
    private final String inactive;

    Version(String usage, String inactive) {
      this.usage = usage;
      this.inactive = inactive;
    }
  }

  /// Empty if the process has ended.
  static Optional<ControlGroup> ofProcess(int pid) {
    return read(Path.of("/proc/" + pid + "/cgroup")).flatMap(ControlGroup::parse);
  }

  /// The group of all processes.
  static ControlGroup ofMachine() {
    return Files.exists(ROOT.resolve("cgroup.controllers"))
        ? new ControlGroup(Version.TWO, ROOT, ROOT)
        : new ControlGroup(Version.ONE, ROOT.resolve("memory"), ROOT.resolve("cpuacct"));
  }

  /// @param text one `id:controllers:path` a line; the only controller of version 2 has no name
  static Optional<ControlGroup> parse(String text) {
    var memory = folder(text, "memory");
    if (memory.isPresent()) {
      return Optional.of(
          new ControlGroup(
              Version.ONE, memory.get(), folder(text, "cpuacct").orElse(memory.get())));
    }
    return text.lines()
        .filter(line -> line.startsWith("0::/"))
        .findFirst()
        .map(line -> ROOT.resolve(line.substring(4)))
        .map(folder -> new ControlGroup(Version.TWO, folder, folder));
  }

  /// Where version 1 has a controller's files of the group.
  private static Optional<Path> folder(String text, String controller) {
    return text.lines()
        .map(line -> line.split(":", 3))
        .filter(parts -> parts.length == 3)
        .filter(parts -> Arrays.asList(parts[1].split(",")).contains(controller))
        .findFirst()
        .map(parts -> ROOT.resolve(controller).resolve(parts[2].substring(1)));
  }

  /// What would not be given back under pressure; 0 once the group is gone.
  long workingSetBytes() {
    long used = number(memory.resolve(version.usage));
    long spare = line(memory.resolve("memory.stat"), version.inactive);
    return Math.max(0, used - spare);
  }

  /// What all processors together have worked for the group so far; 0 once the group is gone.
  long cpuNanos() {
    return switch (version) {
      case ONE -> number(cpu.resolve("cpuacct.usage"));
      case TWO -> line(cpu.resolve("cpu.stat"), "usage_usec") * NANOS_PER_MICRO;
    };
  }

  private static long number(Path file) {
    return read(file).map(text -> Long.parseLong(text.strip())).orElse(0L);
  }

  private static long line(Path file, String name) {
    return read(file).stream()
        .flatMap(String::lines)
        .filter(line -> line.startsWith(name + " "))
        .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
        .sum();
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
