package dev.coxswain.component;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/// How to reach the API server; mixed in wherever it is needed: `@Mixin ApiServerFlags apiServer;`.
public final class ApiServerFlags {
  private static final int GRPC_PORT = 6444;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      required = true,
      description = "The file that says where the API server is and who we are.")
  Path kubeconfig;

  @Option(
      names = {"--apiserver-grpc", "--master-grpc"},
      paramLabel = "HOST:PORT",
      description = "The API server's gRPC port (default: the kubeconfig's host, port 6444).")
  Optional<String> grpc = Optional.empty();

  @Option(
      names = "--request-timeout",
      paramLabel = "DURATION",
      defaultValue = "10s",
      description = "How long one call may take (default: ${DEFAULT-VALUE}).")
  Duration requestTimeout;

  public Path kubeconfig() {
    return kubeconfig;
  }

  /// Where the gRPC port is.
  ///
  /// @param host the host that the kubeconfig names
  public String grpcTarget(String host) {
    return grpc.orElseGet(() ->
        (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + GRPC_PORT);
  }

  public Duration requestTimeout() {
    return requestTimeout;
  }
}
