package dev.coxswain.integration.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// A second instance of one of the cluster's programs, with the flags of the first but for its
/// port.
final class Standby {
  private Standby() {}

  static Supervised of(LocalCluster cluster, String program)
      throws IOException, InterruptedException {
    var line = Files.readString(Path.of("/proc/" + cluster.pid(program) + "/cmdline"));
    List<String> flags =
        Arrays.stream(line.split("\0"))
            .dropWhile(word -> !word.startsWith("dev.coxswain."))
            .skip(1)
            .toList();
    var words =
        Stream.concat(
                Stream.concat(Stream.of(program), flags.stream()), Stream.of("--secure-port=0"))
            .toList();
    return Supervised.start(cluster, program + "-2", words);
  }
}
