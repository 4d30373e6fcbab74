package dev.coxswain.apiserver.health;

import dev.coxswain.apiserver.http.Endpoint;
import dev.coxswain.apiserver.http.HttpCall;
import dev.coxswain.apiserver.http.HttpReply;
import dev.coxswain.component.Metrics;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// `/metrics`, for Prometheus.
public final class MetricsEndpoint implements Endpoint {
  private final Metrics metrics;

  public MetricsEndpoint(Metrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public Optional<HttpReply> serve(HttpCall call) {
    return call.path().equals("/metrics")
        ? Optional.of(
            HttpReply.of(
                200, Metrics.CONTENT_TYPE, metrics.text().getBytes(StandardCharsets.UTF_8)))
        : Optional.empty();
  }
}
