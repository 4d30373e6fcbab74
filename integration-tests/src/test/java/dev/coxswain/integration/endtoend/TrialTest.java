package dev.coxswain.integration.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A trial beside a running cluster leaves what the next programs start with.
@Tag("end-to-end")
@Timeout(600)
class TrialTest {
  private static final Duration TRIAL = Duration.ofMinutes(8);
  private static final Duration COMMAND = Duration.ofMinutes(1);
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @Test
  void whatWasLearnedIsOfUse() throws Exception {
    var cluster = LocalCluster.withNodes(0);
    var trial = cluster.run(List.of(ROOT.resolve("deploy/trial.sh").toString()), "", TRIAL);
    assertThat(trial.code()).as(trial.all()).isZero();
    for (var program : List.of("apiserver", "controller-manager", "scheduler", "kubectl")) {
      assertThat(ROOT.resolve("deploy/target/coxswain/" + program + ".aot")).exists();
      var started = startedOnlyWithCache(cluster, program);
      assertThat(started.code()).as(started.all()).isZero();
    }
    assertThat(cluster.kubectl("get", "--raw", "/readyz").out()).isEqualTo("ok");
    LocalCluster.none();
    LocalCluster.withNodes(0).kubectlOk("get", "namespaces");
  }

  // The JVM refuses to start when a cache is required and does not fit.
  private static LocalCluster.Result startedOnlyWithCache(LocalCluster cluster, String program)
      throws Exception {
    var command = ROOT.resolve("bin/coxswain").toString();
    return cluster.run(
        List.of("env", "COXSWAIN_JAVA_OPTS=-XX:AOTMode=on", command, program, "--help"),
        "",
        COMMAND);
  }
}
