package dev.coxswain.kubelet.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;

/// Connections to one engine: calls that answer soon have a deadline, streams have none and their
/// own connections.
public final class DockerClients implements AutoCloseable {
  private static final String UNIX = "unix://";
  private static final Duration CONNECT = Duration.ofSeconds(10);

  /// Old enough for every engine that we support, new enough for engines that drop old versions.
  private static final RemoteApiVersion LOWEST = RemoteApiVersion.VERSION_1_41;

  private final Path socket;
  private final DockerClient control;
  private final DockerClient streaming;
  private final String apiVersion;

  private DockerClients(String endpoint, Duration timeout) {
    socket = Path.of(endpoint.substring(UNIX.length()));
    apiVersion = negotiated(endpoint, timeout);
    control = client(endpoint, timeout, apiVersion);
    streaming = client(endpoint, Duration.ZERO, apiVersion);
  }

  /// Connects to the engine behind a unix socket, as in `unix:///var/run/docker.sock`.
  ///
  /// @param timeout how long a call may take
  public static DockerClients connect(String endpoint, Duration timeout) {
    if (!endpoint.startsWith(UNIX)) {
      throw new IllegalArgumentException(
          "wants a Docker endpoint such as unix:///var/run/docker.sock, got " + endpoint);
    }
    return new DockerClients(endpoint, timeout);
  }

  public DockerClient control() {
    return control;
  }

  DockerClient streaming() {
    return streaming;
  }

  Path socket() {
    return socket;
  }

  /// The path prefix of raw requests, such as `/v1.41`.
  String apiPrefix() {
    return "/v" + apiVersion;
  }

  @Override
  public void close() {
    close(control);
    close(streaming);
  }

  private static String negotiated(String endpoint, Duration timeout) {
    var probe = client(endpoint, timeout, null);
    try {
      var offered =
          RemoteApiVersion.parseConfig(
              DockerFailures.translate(() -> probe.versionCmd().exec()).getApiVersion());
      return offered.isGreaterOrEqual(RemoteApiVersion.VERSION_1_44) ? "1.44" : LOWEST.getVersion();
    } finally {
      close(probe);
    }
  }

  private static DockerClient client(String endpoint, Duration timeout, String version) {
    var builder =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(endpoint)
            .withDockerTlsVerify(false);
    DockerClientConfig config =
        version == null ? builder.build() : builder.withApiVersion(version).build();
    var transport =
        new ZerodepDockerHttpClient.Builder()
            .dockerHost(config.getDockerHost())
            .connectionTimeout(CONNECT)
            .responseTimeout(timeout)
            .build();
    return DockerClientImpl.getInstance(config, transport);
  }

  private static void close(Closeable client) {
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
