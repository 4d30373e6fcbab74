package dev.coxswain.apiserver.storage.etcd;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How to reach etcd.
///
/// @param endpoints such as `https://10.0.0.1:2379`; all with or all without TLS
/// @param tls needed when the endpoints are `https`
/// @param deadline of a single call
/// @param maxMessageBytes the largest answer that is accepted
public record EtcdConfig(
    List<URI> endpoints, Optional<Tls> tls, Duration deadline, int maxMessageBytes) {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final int MAX_MESSAGE_BYTES = 512 << 20;

  /// What both ends prove to each other.
  ///
  /// @param certificate empty, like its key, if etcd asks clients for none
  public record Tls(Path ca, Optional<Path> certificate, Optional<Path> key) {}

  public EtcdConfig {
    endpoints = List.copyOf(endpoints);
    if (endpoints.isEmpty() || endpoints.stream().anyMatch(e -> e.getPort() < 0)) {
      throw new IllegalArgumentException(
          "wants etcd endpoints such as https://10.0.0.1:2379, got " + endpoints);
    }
    if (endpoints.stream().map(URI::getScheme).distinct().count() != 1) {
      throw new IllegalArgumentException(
          "wants etcd endpoints all http or all https, got " + endpoints);
    }
  }

  /// With the usual deadline and message size.
  public static EtcdConfig of(List<String> endpoints, Optional<Tls> tls) {
    var uris = endpoints.stream().map(EtcdConfig::endpoint).toList();
    return new EtcdConfig(uris, tls, DEADLINE, MAX_MESSAGE_BYTES);
  }

  public EtcdConfig withDeadline(Duration other) {
    return new EtcdConfig(endpoints, tls, other, maxMessageBytes);
  }

  boolean encrypted() {
    return "https".equals(endpoints.getFirst().getScheme());
  }

  private static URI endpoint(String text) {
    return URI.create(text.contains("://") ? text : "http://" + text);
  }
}
