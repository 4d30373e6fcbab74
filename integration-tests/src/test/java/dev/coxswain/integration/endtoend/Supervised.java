package dev.coxswain.integration.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// One more program beside those that a cluster has anyway, started again whenever it ends like
/// them.
final class Supervised implements AutoCloseable {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Duration START = Duration.ofSeconds(20);
  private static final Duration END = Duration.ofSeconds(30);

  private final LocalCluster cluster;
  private final Process supervisor;

  private Supervised(LocalCluster cluster, Process supervisor) {
    this.cluster = cluster;
    this.supervisor = supervisor;
  }

  /// @param name by which the cluster knows it from now on, for [LocalCluster#kill]
  /// @param words of `coxswain`'s command line
  static Supervised start(LocalCluster cluster, String name, List<String> words)
      throws IOException, InterruptedException {
    var pid = cluster.directory().resolve("run/" + name + ".pid");
    var command =
        new ArrayList<>(
            List.of(
                "bash",
                ROOT.resolve("deploy/lib/processes.sh").toString(),
                "supervise",
                pid.toString(),
                cluster.directory().resolve("log/" + name + ".log").toString(),
                ROOT.resolve("bin/coxswain").toString()));
    command.addAll(words);
    var supervised = new Supervised(cluster, cluster.start(command));
    cluster.untilSo(START, () -> Files.exists(pid));
    return supervised;
  }

  @Override
  public void close() throws IOException {
    try {
      supervisor.destroy();
      cluster.untilSo(END, () -> !supervisor.isAlive());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the program ends", e);
    }
  }
}
