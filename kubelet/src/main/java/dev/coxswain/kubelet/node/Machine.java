package dev.coxswain.kubelet.node;

import dev.coxswain.kubelet.eviction.Evictions.Level;
import dev.coxswain.kubelet.eviction.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/// What this machine is and how it feels right now.
///
/// @param cpus how many it has
/// @param architecture in Go's words
public record Machine(
    int cpus,
    long memoryBytes,
    long diskBytes,
    String architecture,
    String machineId,
    String systemUuid,
    String bootId,
    String kernel,
    String osImage) {
  private static final Path MEMINFO = Path.of("/proc/meminfo");

  private static final int LONGEST_TEXT = 8192;

  /// How much of the machine is left.
  ///
  /// @param pids the processes that may still be started
  public record Left(long memoryBytes, double diskFraction, long pids) {}

  /// @param root the kubelet's folder, whose disk counts
  public static Machine read(Path root) {
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        meminfo("MemTotal"),
        disk(root).total(),
        architecture(System.getProperty("os.arch")),
        text("/etc/machine-id"),
        text("/sys/class/dmi/id/product_uuid").toLowerCase(Locale.ROOT),
        text("/proc/sys/kernel/random/boot_id"),
        text("/proc/sys/kernel/osrelease"),
        distribution());
  }

  public static Left left(Path root) {
    var disk = disk(root);
    long pids = number("/proc/sys/kernel/pid_max") - processes();
    return new Left(
        meminfo("MemAvailable"),
        disk.total() == 0 ? 1 : (double) disk.usable() / disk.total(),
        pids);
  }

  /// What is left and what there is in all, of everything that a node can run out of.
  ///
  /// @param root the kubelet's folder, whose disk counts
  public Map<Signal, Level> levels(Path root) {
    var left = left(root);
    return Map.of(
        Signal.MEMORY, new Level(left.memoryBytes(), memoryBytes),
        Signal.DISK, new Level((long) (left.diskFraction() * diskBytes), diskBytes),
        Signal.PROCESSES, new Level(left.pids(), number("/proc/sys/kernel/pid_max")));
  }

  private record Disk(long total, long usable) {}

  private static Disk disk(Path root) {
    try {
      Files.createDirectories(root);
      var store = Files.getFileStore(root);
      return new Disk(store.getTotalSpace(), store.getUsableSpace());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long meminfo(String name) {
    try {
      return Files.readAllLines(MEMINFO).stream()
          .filter(line -> line.startsWith(name + ":"))
          .map(line -> line.replaceAll("\\D+", ""))
          .mapToLong(kib -> Long.parseLong(kib) * 1024)
          .findFirst()
          .orElseThrow(() -> new IllegalStateException(MEMINFO + " has no " + name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The last number of the fourth field of `/proc/loadavg` counts threads.
  private static long processes() {
    return Long.parseLong(text("/proc/loadavg").split(" ")[3].split("/")[1]);
  }

  private static long number(String file) {
    return Long.parseLong(text(file));
  }

  private static String architecture(String java) {
    return switch (java) {
      case "amd64", "x86_64" -> "amd64";
      case "aarch64" -> "arm64";
      default -> java;
    };
  }

  private static String distribution() {
    return text("/etc/os-release")
        .lines()
        .filter(line -> line.startsWith("PRETTY_NAME="))
        .map(line -> line.substring(12).replace("\"", ""))
        .findFirst()
        .orElse("Linux");
  }

  /// Empty where the machine doesn't say.
  private static String text(String file) {
    var path = Path.of(file);
    if (!Files.isReadable(path)) {
      return "";
    }
    // A kernel setting gives its whole value to the first read and nothing to a second.
    try (var in = Files.newInputStream(path)) {
      return new String(in.readNBytes(LONGEST_TEXT), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
