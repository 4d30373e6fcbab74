package dev.coxswain.kubelet;

import dev.coxswain.component.TlsMaterial;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Where the kubelet can be reached: `@Mixin ServerFlags server;`.
final class ServerFlags {
  @Option(
      names = "--address",
      paramLabel = "ADDRESS",
      defaultValue = "0.0.0.0",
      description = "The address to listen on (default: ${DEFAULT-VALUE}).")
  String address;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "10250",
      description = "The port for the API server (default: ${DEFAULT-VALUE}).")
  int port;

  @Option(
      names = "--streaming-port",
      paramLabel = "PORT",
      defaultValue = "0",
      description =
          "The port for logs, exec and attach over gRPC; 0 serves none (default:"
              + " ${DEFAULT-VALUE}).")
  int streamingPort;

  @Option(
      names = "--enable-server",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "true",
      description = "Serve logs, exec and the like (default: ${DEFAULT-VALUE}).")
  boolean enabled;

  @Option(
      names = "--tls-cert-file",
      paramLabel = "FILE",
      description = "The server's certificates in PEM; a self-signed one is made up when absent.")
  Optional<Path> certificate = Optional.empty();

  @Option(
      names = "--tls-private-key-file",
      paramLabel = "FILE",
      description = "The private key of --tls-cert-file in PEM.")
  Optional<Path> key = Optional.empty();

  @Option(
      names = "--client-ca-file",
      paramLabel = "FILE",
      description = "Whose client certificates are accepted, in PEM; without it none are.")
  Optional<Path> clientAuthority = Optional.empty();

  @Option(
      names = "--healthz-bind-address",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "The address of the health endpoint (default: ${DEFAULT-VALUE}).")
  String healthzAddress;

  @Option(
      names = "--healthz-port",
      paramLabel = "PORT",
      defaultValue = "10248",
      description = "The port of the health endpoint; 0 serves none (default: ${DEFAULT-VALUE}).")
  int healthzPort;

  InetSocketAddress listen() {
    return new InetSocketAddress(address, port);
  }

  Optional<InetSocketAddress> streaming() {
    return streamingPort == 0
        ? Optional.empty()
        : Optional.of(new InetSocketAddress(address, streamingPort));
  }

  Optional<InetSocketAddress> health() {
    return healthzPort == 0
        ? Optional.empty()
        : Optional.of(new InetSocketAddress(healthzAddress, healthzPort));
  }

  /// @param node whose certificate it is when it must be made up
  TlsMaterial tls(String node) {
    if (certificate.isPresent() != key.isPresent()) {
      throw new IllegalArgumentException("--tls-cert-file and --tls-private-key-file go together");
    }
    return certificate
        .map(file -> TlsMaterial.ofFiles(file, key.orElseThrow(), clientAuthority))
        .orElseGet(() -> TlsMaterial.selfSigned(node, clientAuthority));
  }
}
