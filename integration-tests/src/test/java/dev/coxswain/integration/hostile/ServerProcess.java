package dev.coxswain.integration.hostile;

import dev.coxswain.integration.endtoend.LocalCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/// The API server, as the operating system and its own virtual machine see it.
record ServerProcess(LocalCluster cluster, long pid) {
  private static final Pattern USED = Pattern.compile("used (\\d+)K");
  private static final Duration COMMAND = Duration.ofMinutes(1);

  static ServerProcess of(LocalCluster cluster) throws IOException, InterruptedException {
    return new ServerProcess(cluster, cluster.pid("apiserver"));
  }

  int fileDescriptors() throws IOException {
    return count("fd");
  }

  int threads() throws IOException {
    return count("task");
  }

  /// What is still used of the heap after all that can go is gone.
  long heapKib() throws IOException, InterruptedException {
    jcmd("GC.run");
    return jcmd("GC.heap_info")
        .lines()
        .filter(line -> !line.contains("Metaspace") && !line.contains("class space"))
        .flatMap(line -> USED.matcher(line).results())
        .mapToLong(used -> Long.parseLong(used.group(1)))
        .sum();
  }

  private String jcmd(String command) throws IOException, InterruptedException {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    var result = cluster.run(List.of(jcmd, String.valueOf(pid), command), "", COMMAND);
    if (result.code() != 0) {
      throw new AssertionError(command + ": " + result.all());
    }
    return result.all();
  }

  private int count(String folder) throws IOException {
    try (var entries = Files.list(Path.of("/proc", String.valueOf(pid), folder))) {
      return (int) entries.count();
    }
  }
}
