package dev.coxswain.integration.linearizability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;

/// The config maps of one namespace, over plain REST: nothing is tried twice.
final class ConfigMaps implements AutoCloseable {
  private static final String SERVER = "https://127.0.0.1:6443";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http;
  private final String collection;

  ConfigMaps(SSLContext tls, HttpClient.Version version, String namespace) {
    this.http =
        HttpClient.newBuilder().sslContext(tls).version(version).connectTimeout(PATIENCE).build();
    this.collection = SERVER + "/api/v1/namespaces/" + namespace + "/configmaps";
  }

  /// What the server answered.
  record Answer(int code, JsonNode body) {
    String reason() {
      return body.path("reason").asText();
    }

    String resourceVersion() {
      return body.path("metadata").path("resourceVersion").asText();
    }

    String value() {
      return body.path("data").path("value").asText();
    }
  }

  Answer get(String name) throws IOException, InterruptedException {
    return send(to("/" + name).GET());
  }

  Answer list() throws IOException, InterruptedException {
    return send(to("").GET());
  }

  Answer create(String name, String value) throws IOException, InterruptedException {
    return send(to("").POST(json(object(Map.of("name", name), value))));
  }

  Answer replace(String name, String resourceVersion, String value)
      throws IOException, InterruptedException {
    var metadata = Map.of("name", name, "resourceVersion", resourceVersion);
    return send(to("/" + name).PUT(json(object(metadata, value))));
  }

  /// @param preconditions such as a `resourceVersion`; none for any version
  Answer remove(String name, Map<String, String> preconditions)
      throws IOException, InterruptedException {
    return send(to("/" + name).method("DELETE", json(Map.of("preconditions", preconditions))));
  }

  /// Whether the server and its store are there.
  boolean ready() throws InterruptedException {
    try {
      var probe = HttpRequest.newBuilder(URI.create(SERVER + "/readyz")).timeout(PATIENCE).build();
      return http.send(probe, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException _) {
      return false;
    }
  }

  /// The events after a revision, as lines of JSON, until the connection ends.
  HttpResponse<InputStream> watch(long since) throws IOException, InterruptedException {
    var request = to("?watch=true&resourceVersion=" + since).timeout(PATIENCE).GET().build();
    return http.send(request, BodyHandlers.ofInputStream());
  }

  static JsonNode parse(byte[] json) throws IOException {
    return JSON.readTree(json);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    var response = http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofByteArray());
    return new Answer(response.statusCode(), parse(response.body()));
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(collection + path))
        .header("Content-Type", "application/json");
  }

  private static HttpRequest.BodyPublisher json(Object value) throws IOException {
    return BodyPublishers.ofByteArray(JSON.writeValueAsBytes(value));
  }

  private static Map<String, ?> object(Map<String, String> metadata, String value) {
    return Map.of(
        "apiVersion",
        "v1",
        "kind",
        "ConfigMap",
        "metadata",
        metadata,
        "data",
        Map.of("value", value));
  }
}
