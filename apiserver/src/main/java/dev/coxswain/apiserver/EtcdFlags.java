package dev.coxswain.apiserver;

import dev.coxswain.apiserver.storage.etcd.EtcdConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// How to reach etcd.
final class EtcdFlags {
  @Option(
      names = "--etcd-servers",
      paramLabel = "URL",
      split = ",",
      defaultValue = "http://127.0.0.1:2379",
      description = "The members of etcd (default: ${DEFAULT-VALUE}).")
  List<String> servers;

  @Option(
      names = "--etcd-cafile",
      paramLabel = "FILE",
      description = "Whose certificates etcd must show, in PEM.")
  Optional<Path> authority = Optional.empty();

  @Option(
      names = "--etcd-certfile",
      paramLabel = "FILE",
      description = "What etcd knows this server by, in PEM.")
  Optional<Path> certificate = Optional.empty();

  @Option(
      names = "--etcd-keyfile",
      paramLabel = "FILE",
      description = "The private key of --etcd-certfile, in PEM.")
  Optional<Path> key = Optional.empty();

  @Option(
      names = "--etcd-compaction-interval",
      paramLabel = "DURATION",
      defaultValue = "5m",
      description = "How often history is dropped; 0 never does (default: ${DEFAULT-VALUE}).")
  Duration compactionInterval;

  /// @throws IllegalArgumentException if the flags don't fit together
  EtcdConfig config() {
    if (certificate.isPresent() != key.isPresent()) {
      throw new IllegalArgumentException("--etcd-certfile and --etcd-keyfile go together");
    }
    return EtcdConfig.of(
        servers, authority.map(file -> new EtcdConfig.Tls(file, certificate, key)));
  }
}
