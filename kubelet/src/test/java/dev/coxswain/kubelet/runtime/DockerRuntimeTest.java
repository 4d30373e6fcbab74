package dev.coxswain.kubelet.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.coxswain.kubelet.network.DockerBridge;
import dev.coxswain.kubelet.runtime.docker.DockerClients;
import dev.coxswain.kubelet.runtime.docker.DockerRuntime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The Docker Engine as runtime. Runs where an engine answers and has our images.
class DockerRuntimeTest extends ContainerRuntimeContract {
  private static final Path SOCKET = Path.of("/var/run/docker.sock");
  private static final String NETWORK = "coxswain";

  @Override
  ContainerRuntime open() {
    assumeTrue(Files.exists(SOCKET), "a Docker Engine");
    var clients = DockerClients.connect("unix://" + SOCKET, Duration.ofMinutes(1));
    var runtime = new DockerRuntime(clients, "contract-test", NETWORK);
    assumeTrue(runtime.image(image()).isPresent(), "the demo image");
    new DockerBridge(clients.control(), NETWORK, () -> "10.244.0.0/24", true).prepare();
    return runtime;
  }

  @Override
  String pauseImage() {
    return "coxswain/pause:v1";
  }

  @Override
  String image() {
    return "coxswain/demo:v1";
  }

  @Test
  void describesItself() {
    var runtime = open();
    assertThat(runtime.info().name()).isEqualTo("docker");
    assertThat(runtime.info().version()).isNotEmpty();
    runtime.close();
  }
}
