package dev.coxswain.apiserver;

import dev.coxswain.apiserver.proxy.Connector;
import dev.coxswain.apiserver.registry.Lookup;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/// How this server and kubelets know each other.
final class KubeletFlags {
  @Option(
      names = "--kubelet-client-certificate",
      paramLabel = "FILE",
      description = "What kubelets know this server by, in PEM.")
  Optional<Path> certificate = Optional.empty();

  @Option(
      names = "--kubelet-client-key",
      paramLabel = "FILE",
      description = "The private key of --kubelet-client-certificate, in PEM.")
  Optional<Path> key = Optional.empty();

  @Option(
      names = "--kubelet-certificate-authority",
      paramLabel = "FILE",
      description = "Whose certificates kubelets must show, in PEM; any will do when absent.")
  Optional<Path> authority = Optional.empty();

  @Option(
      names = "--metric-resolution",
      paramLabel = "DURATION",
      defaultValue = "0s",
      description =
          "How often kubelets are asked what their pods use, for metrics.k8s.io; with 0 that API is"
              + " not served (default: ${DEFAULT-VALUE}).")
  Duration metricResolution;

  /// @throws IOException if a file can't be read, or holds something else
  Connector connector(Lookup lookup) throws IOException {
    if (certificate.isPresent() != key.isPresent()) {
      throw new IllegalArgumentException(
          "--kubelet-client-certificate and --kubelet-client-key go together");
    }
    return new Connector(lookup, certificate, key, authority);
  }
}
