package dev.coxswain.apiserver.proxy;

import dev.coxswain.apiserver.health.ComponentStatuses.Health;
import dev.coxswain.apiserver.health.ComponentStatuses.Probe;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;

/// A part of the control plane that tells on a port of this machine how it is. It is taken at its
/// word, whatever certificate it shows, as upstream does.
public final class LocalComponent implements Probe {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int FIRST_FAILURE = 400;

  private final int port;
  private final URI health;
  private final HttpClient client;

  /// @throws IOException if this machine cannot speak TLS
  public LocalComponent(int port) throws IOException {
    this.port = port;
    this.health = URI.create("https://127.0.0.1:%d/healthz".formatted(port));
    try {
      var tls = KubeletTls.context(Optional.empty(), Optional.empty(), Optional.empty());
      client = HttpClient.newBuilder().sslContext(tls).connectTimeout(PATIENCE).build();
    } catch (GeneralSecurityException e) {
      throw new IOException("can't ask components for their health", e);
    }
  }

  @Override
  public Health ask() throws InterruptedException {
    var request = HttpRequest.newBuilder(health).timeout(PATIENCE).build();
    try {
      var answer = client.send(request, BodyHandlers.ofString());
      return answer.statusCode() < FIRST_FAILURE
          ? Health.well(answer.body())
          : Health.unwell("HTTP probe failed with statuscode: " + answer.statusCode());
    } catch (ConnectException e) {
      return Health.unwell(
          "Get \"%s\": dial tcp 127.0.0.1:%d: connect: connection refused".formatted(health, port));
    } catch (IOException e) {
      return Health.unwell("Get \"%s\": %s".formatted(health, e.getMessage()));
    }
  }
}
