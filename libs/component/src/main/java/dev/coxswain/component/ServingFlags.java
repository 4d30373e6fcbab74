package dev.coxswain.component;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
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

  @Option(
      names = "--tls-min-version",
      paramLabel = "VERSION",
      description = "The oldest TLS spoken: VersionTLS12 or VersionTLS13.")
  String minVersion = "";

  @Option(
      names = "--tls-cipher-suites",
      paramLabel = "NAME",
      split = ",",
      description = "Ciphers of TLS 1.2, by preference; those of 1.3 can't be chosen.")
  List<String> cipherSuites = List.of();

  @Option(
      names = "--tls-sni-cert-key",
      paramLabel = "CERT,KEY[:NAME,...]",
      description =
          "A certificate and its key for clients that call the server by these names, or by those"
              + " in the certificate; may be repeated.")
  List<String> named = new ArrayList<>();

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
    var clock = InstantSource.system();
    Supplier<KeyPairWithChain> standard =
        certificate
            .map(file -> ReloadingKeyManager.pair(file, key.orElseThrow(), clock))
            .orElseGet(() -> made(name, clock));
    return TlsMaterial.of(
        new ReloadingKeyManager(
            standard, named.stream().map(flag -> NamedKeys.parse(flag, clock)).toList()),
        clientAuthority.map(file -> CertificateAuthorities.ofFile(file, clock)),
        TlsPolicy.of(minVersion, cipherSuites));
  }

  private static Supplier<KeyPairWithChain> made(String name, InstantSource clock) {
    var pair = SelfSigned.create(name, clock.instant());
    return () -> pair;
  }
}
