package dev.coxswain.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class FlagsTest {
  @Command(name = "test")
  private static final class TestCommand implements Callable<Integer> {
    @Mixin LogFlags logs;
    @Mixin ApiServerFlags apiServer;
    @Mixin ServingFlags serving = new ServingFlags(10259);
    @Mixin LeaderElectionFlags leaderElection = new LeaderElectionFlags("test");

    @Override
    public Integer call() {
      throw new IllegalStateException("cannot go on", new IllegalArgumentException("no such file"));
    }
  }

  private final TestCommand command = new TestCommand();
  private final CommandLine commandLine = Component.commandLine(command);

  @Test
  void haveUpstreamsDefaults() {
    commandLine.parseArgs("--kubeconfig=x");
    assertThat(command.serving.address()).contains(new InetSocketAddress("0.0.0.0", 10259));
    assertThat(command.apiServer.requestTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(command.apiServer.grpcTarget("10.0.0.1")).isEqualTo("10.0.0.1:6444");
    assertThat(command.leaderElection.enabled()).isTrue();
    assertThat(command.leaderElection.leaseDuration()).isEqualTo(Duration.ofSeconds(15));
    assertThat(command.leaderElection.name()).isEqualTo("test");
  }

  @Test
  void areReadInUpstreamsFormats() {
    commandLine.parseArgs(
        "--kubeconfig=x",
        "--leader-elect=false",
        "--leader-elect-lease-duration=1m30s",
        "--secure-port=0",
        "--apiserver-grpc=h:1",
        "--logging-format=json",
        "-v=4");
    assertThat(command.leaderElection.enabled()).isFalse();
    assertThat(command.leaderElection.leaseDuration()).isEqualTo(Duration.ofSeconds(90));
    assertThat(command.serving.address()).isEmpty();
    assertThat(command.apiServer.grpcTarget("10.0.0.1")).isEqualTo("h:1");
    assertThat(command.logs.verbosity).isEqualTo(4);
  }

  @Test
  void aBareLeaderElectMeansYes() {
    commandLine.parseArgs("--kubeconfig=x", "--leader-elect");
    assertThat(command.leaderElection.enabled()).isTrue();
  }

  @Test
  void aFailureIsOneLineAndExitCodeOne() {
    var err = new StringWriter();
    commandLine.setErr(new PrintWriter(err));
    assertThat(commandLine.execute("--kubeconfig=x")).isEqualTo(1);
    assertThat(err.toString().strip()).isEqualTo("test: cannot go on: no such file");
    assertThat(commandLine.execute("--kubeconfig=x", "--leader-elect-lease-duration=soon"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("invalid duration");
  }
}
