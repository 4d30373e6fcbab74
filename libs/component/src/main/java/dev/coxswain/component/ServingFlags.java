package dev.coxswain.component;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Where a component serves its health and metrics, over TLS: `@Mixin ServingFlags serving = new
/// ServingFlags(10259);`.
public final class ServingFlags {
  @Option(
      names = "--bind-address",
      paramLabel = "ADDRESS",
      description = "The address to listen on (default: ${DEFAULT-VALUE}).")
  String bindAddress = "0.0.0.0";

  @Option(
      names = "--secure-port",
      paramLabel = "PORT",
      description = "The port to serve HTTPS on; 0 serves nothing (default: ${DEFAULT-VALUE}).")
  int securePort;

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
      description =
          "Whose client certificates are accepted, in PEM; none are asked for when absent.")
  Optional<Path> clientAuthority = Optional.empty();

  public ServingFlags(int defaultPort) {
    this.securePort = defaultPort;
  }

  /// Where to listen; absent when nothing is to be served.
  public Optional<InetSocketAddress> address() {
    return securePort == 0
        ? Optional.empty()
        : Optional.of(new InetSocketAddress(bindAddress, securePort));
  }

  public Optional<Path> clientAuthority() {
    return clientAuthority;
  }

  /// The certificate and key of the flags, or a self-signed pair.
  ///
  /// @param name whose certificate it is when it must be made up
  /// @throws IllegalArgumentException if only one of the two is given, or they are unusable
  public TlsMaterial tls(String name) {
    if (certificate.isPresent() != key.isPresent()) {
      throw new IllegalArgumentException("--tls-cert-file and --tls-private-key-file go together");
    }
    return certificate
        .map(file -> TlsMaterial.ofFiles(file, key.orElseThrow(), clientAuthority))
        .orElseGet(() -> TlsMaterial.selfSigned(name, clientAuthority));
  }
}
