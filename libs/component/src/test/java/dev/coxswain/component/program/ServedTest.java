package dev.coxswain.component.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.client.LeaderElector;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.component.HealthChecks;
import dev.coxswain.component.HealthServer;
import dev.coxswain.component.Metrics;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a program of control loops shows of itself.
class ServedTest {
  private final Metrics metrics = new Metrics();
  private final HealthChecks health = HealthChecks.none();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private HealthServer server;

  @BeforeEach
  void start() throws Exception {
    var election =
        new Election(true, new ObjectKey("kube-system", "it"), LeaderElector.Timings.standard());
    var document = Configz.document("ItConfiguration", "it.config.k8s.io/v1");
    document.set("leaderElection", Configz.leaderElection(election));
    server =
        new HealthServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Optional.empty(),
            new HealthServer.Checks(health, HealthChecks.none(), HealthChecks.none()),
            metrics);
    server.handle("/configz", new Configz("it.config.k8s.io", document)).start();
  }

  @AfterEach
  void stop() {
    server.close();
    metrics.close();
  }

  @Test
  void theConfigurationStandsBelowItsName() throws Exception {
    var answer = get("/configz");
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(answer.body())
        .isEqualTo(
            "{\"it.config.k8s.io\":{\"kind\":\"ItConfiguration\",\"apiVersion\":\"it.config.k8s.io/v1\","
                + "\"leaderElection\":{\"leaderElect\":true,\"leaseDuration\":\"15s\","
                + "\"renewDeadline\":\"10s\",\"retryPeriod\":\"2s\",\"resourceLock\":\"leases\","
                + "\"resourceName\":\"it\",\"resourceNamespace\":\"kube-system\"}}}");
  }

  @Test
  void aPingIsCheckedWhereThereIsNothingElse() throws Exception {
    assertThat(get("/healthz?verbose").body()).isEqualTo("[+]ping ok\nhealthz check passed\n");
    health.add("leaderElection", HealthChecks.Result::ok);
    assertThat(get("/healthz?verbose").body())
        .isEqualTo("[+]leaderElection ok\nhealthz check passed\n");
    assertThat(get("/livez?verbose").body()).isEqualTo("[+]ping ok\nlivez check passed\n");
  }

  @Test
  void queuesAreMeasuredByUpstreamsNames() throws Exception {
    var queue = new WorkQueue<String>(() -> now);
    QueueFigures.show(queue, "deployment", metrics.registry());
    queue.add("a");
    queue.add("b");
    now = now.plus(Duration.ofMillis(5));
    queue.poll();
    now = now.plus(Duration.ofSeconds(2));
    assertThat(get("/metrics").body())
        .contains(
            "workqueue_depth{name=\"deployment\"} 1.0",
            "workqueue_adds_total{name=\"deployment\"} 2.0",
            "workqueue_queue_duration_seconds_bucket{name=\"deployment\",le=\"0.001\"} 0",
            "workqueue_queue_duration_seconds_bucket{name=\"deployment\",le=\"0.01\"} 1",
            "workqueue_unfinished_work_seconds{name=\"deployment\"} 2.0",
            "workqueue_longest_running_processor_seconds{name=\"deployment\"} 2.0",
            "workqueue_retries_total{name=\"deployment\"} 0.0");
    queue.done("a");
    assertThat(get("/metrics").body())
        .contains("workqueue_work_duration_seconds_count{name=\"deployment\"} 1");
  }

  private HttpResponse<String> get(String path) throws Exception {
    var uri = URI.create("http://localhost:" + server.address().getPort() + path);
    try (var client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
  }
}
