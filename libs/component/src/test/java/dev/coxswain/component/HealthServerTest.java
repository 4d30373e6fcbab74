package dev.coxswain.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthServerTest {
  private final Metrics metrics = new Metrics();
  private volatile boolean synced;
  private final HealthChecks readiness =
      new HealthChecks()
          .add(
              "informers",
              () -> synced ? HealthChecks.Result.ok() : HealthChecks.Result.failed("not synced"));
  private HealthServer server;
  private String scheme = "http";

  @AfterEach
  void stop() {
    server.close();
    metrics.close();
  }

  @Test
  void saysHowThingsAre() throws Exception {
    serve(Optional.empty());
    assertThat(get("/healthz").body()).isEqualTo("ok");
    assertThat(get("/readyz").statusCode()).isEqualTo(500);
    assertThat(get("/readyz").body())
        .isEqualTo("[+]ping ok\n[-]informers failed: reason withheld\nreadyz check failed\n");
    assertThat(get("/readyz?exclude=informers").statusCode()).isEqualTo(200);
    synced = true;
    assertThat(get("/readyz?verbose").body())
        .isEqualTo("[+]ping ok\n[+]informers ok\nreadyz check passed\n");
    assertThat(get("/readyz/informers").body()).isEqualTo("ok");
    assertThat(get("/readyz/nothing").statusCode()).isEqualTo(404);
    assertThat(get("/elsewhere").statusCode()).isEqualTo(404);
  }

  @Test
  void servesMetrics() throws Exception {
    serve(Optional.empty());
    metrics.registry().counter("scheduler_things", "kind", "a").increment();
    var answer = get("/metrics");
    assertThat(answer.headers().firstValue("Content-Type")).contains(Metrics.CONTENT_TYPE);
    assertThat(answer.body()).contains("scheduler_things_total{kind=\"a\"} 1.0");
  }

  @Test
  void servesTlsWithACertificateOfItsOwn() throws Exception {
    serve(Optional.of(TlsMaterial.selfSigned("test", Optional.empty())));
    assertThat(get("/livez").body()).isEqualTo("ok");
  }

  private void serve(Optional<TlsMaterial> tls) throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server = new HealthServer(address, tls, new HealthChecks(), readiness, metrics).start();
    scheme = tls.isPresent() ? "https" : "http";
  }

  private HttpResponse<String> get(String path) throws Exception {
    var uri = URI.create(scheme + "://localhost:" + server.address().getPort() + path);
    var trusting = SSLContext.getInstance("TLS");
    trusting.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
    try (var client = HttpClient.newBuilder().sslContext(trusting).build()) {
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
  }

  /// Trusts whoever answers.
  private static final class Anybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
