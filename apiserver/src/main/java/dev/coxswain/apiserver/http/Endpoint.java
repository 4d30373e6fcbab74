package dev.coxswain.apiserver.http;

import java.util.Optional;

/// Answers requests for paths that are no resources: discovery, health, metrics.
@FunctionalInterface
public interface Endpoint {

  /// Empty if the path is none of this endpoint's.
  Optional<HttpReply> serve(HttpCall call);
}
