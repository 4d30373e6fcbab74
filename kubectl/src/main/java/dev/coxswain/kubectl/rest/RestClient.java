package dev.coxswain.kubectl.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/// One connection to an API server: requests answer with trees, refusals are [ServerError]s.
///
/// Warnings that the server sends along go to the listener, each once.
public final class RestClient implements AutoCloseable {
  public static final String JSON = "application/json";
  public static final String MERGE_PATCH = "application/merge-patch+json";
  public static final String JSON_PATCH = "application/json-patch+json";
  public static final String STRATEGIC_PATCH = "application/strategic-merge-patch+json";
  public static final String APPLY_PATCH = "application/apply-patch+yaml";

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);
  private static final Pattern WARNING = Pattern.compile("299 \\S+ \"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final String USER_AGENT = "kubectl/coxswain";

  private final Connection connection;
  private final HttpClient http;
  private final Consumer<String> warnings;

  /// @param warnings receives each text of the server's `Warning` headers
  public RestClient(Connection connection, Consumer<String> warnings) {
    this.connection = connection;
    this.warnings = warnings;
    this.http =
        HttpClient.newBuilder()
            .sslContext(connection.tls())
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
  }

  public Connection connection() {
    return connection;
  }

  /// @param path with its query, below the server's address
  public JsonNode get(String path) {
    return get(path, JSON);
  }

  public JsonNode get(String path, String accept) {
    return send(request(path).header("Accept", accept).GET());
  }

  /// The answer as it comes: logs, health.
  public InputStream open(String path) {
    return open(path, "*/*");
  }

  /// The answer as it comes, in one of these media types: watches.
  public InputStream open(String path, String accept) {
    var response =
        exchange(request(path).header("Accept", accept).GET(), BodyHandlers.ofInputStream());
    if (response.statusCode() >= 300) {
      try (var body = response.body()) {
        throw error(response.statusCode(), body.readAllBytes());
      } catch (IOException e) {
        throw new ConnectionFailed("cannot read the answer: " + e.getMessage(), e);
      }
    }
    return response.body();
  }

  public JsonNode post(String path, JsonNode body) {
    return send(withBody(path, "POST", JSON, body));
  }

  public JsonNode put(String path, JsonNode body) {
    return send(withBody(path, "PUT", JSON, body));
  }

  public JsonNode patch(String path, String mediaType, JsonNode body) {
    return send(withBody(path, "PATCH", mediaType, body));
  }

  public JsonNode delete(String path, JsonNode options) {
    return send(withBody(path, "DELETE", JSON, options));
  }

  /// Opens a WebSocket; the listener gets what comes.
  ///
  /// @param protocols by preference
  public WebSocket upgrade(String path, WebSocket.Listener listener, String... protocols) {
    var builder = http.newWebSocketBuilder().connectTimeout(CONNECT_TIMEOUT);
    connection.token().ifPresent(token -> builder.header("Authorization", "Bearer " + token));
    connection.impersonate().ifPresent(user -> builder.header("Impersonate-User", user));
    builder.subprotocols(
        protocols[0], java.util.Arrays.copyOfRange(protocols, 1, protocols.length));
    var address = URI.create(resolve(path).toString().replaceFirst("^http", "ws"));
    try {
      return builder.buildAsync(address, listener).join();
    } catch (java.util.concurrent.CompletionException e) {
      if (e.getCause() instanceof java.net.http.WebSocketHandshakeException refused) {
        var response = refused.getResponse();
        throw error(response.statusCode(), explain(path, protocols[0]));
      }
      throw new ConnectionFailed(
          "unable to upgrade the connection: " + e.getCause().getMessage(), e.getCause());
    }
  }

  /// The JDK's client sends these headers only when told so before its first use.
  public static void allowUpgradeHeaders() {
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "connection,upgrade");
  }

  /// A refused handshake hides the server's words; asking the same way in plain HTTP gives them.
  private byte[] explain(String path, String protocol) {
    var again =
        request(path)
            .version(HttpClient.Version.HTTP_1_1)
            .header("Connection", "Upgrade")
            .header("Upgrade", "websocket")
            .header("Sec-WebSocket-Version", "13")
            .header("Sec-WebSocket-Key", "Y294c3dhaW4gYXNrcyBhZw==")
            .header("Sec-WebSocket-Protocol", protocol);
    return exchange(again.GET(), BodyHandlers.ofByteArray()).body();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private HttpRequest.Builder withBody(
      String path, String method, String mediaType, JsonNode body) {
    return request(path)
        .header("Accept", JSON)
        .header("Content-Type", mediaType)
        .method(method, BodyPublishers.ofByteArray(bytes(body)));
  }

  private static byte[] bytes(JsonNode tree) {
    try {
      return MAPPER.writeValueAsBytes(tree);
    } catch (IOException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  private HttpRequest.Builder request(String path) {
    var builder = HttpRequest.newBuilder(resolve(path)).header("User-Agent", USER_AGENT);
    connection.token().ifPresent(token -> builder.header("Authorization", "Bearer " + token));
    connection.impersonate().ifPresent(user -> builder.header("Impersonate-User", user));
    return builder;
  }

  private URI resolve(String path) {
    String base = connection.server().toString();
    return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
  }

  private JsonNode send(HttpRequest.Builder request) {
    var response = exchange(request, BodyHandlers.ofByteArray());
    if (response.statusCode() >= 300) {
      throw error(response.statusCode(), response.body());
    }
    return parse(response.body());
  }

  private <T> HttpResponse<T> exchange(
      HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
    try {
      var response = http.send(request.build(), handler);
      response.headers().allValues("Warning").forEach(this::warn);
      return response;
    } catch (ConnectException _) {
      throw new ConnectionFailed(
          "The connection to the server %s was refused - did you specify the right host or port?"
              .formatted(connection.server().getAuthority()));
    } catch (SSLException e) {
      throw new ConnectionFailed("Unable to connect to the server: tls: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new ConnectionFailed("Unable to connect to the server: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConnectionFailed("interrupted", e);
    }
  }

  private void warn(String header) {
    WARNING
        .matcher(header)
        .results()
        .map(match -> match.group(1).replaceAll("\\\\(.)", "$1"))
        .forEach(warnings);
  }

  private static ServerError error(int code, byte[] body) {
    try {
      JsonNode status = MAPPER.readTree(body);
      if (status != null && status.path("kind").asText().equals("Status")) {
        return new ServerError(status);
      }
    } catch (IOException _) {
      return ServerError.unstructured(
          code, new String(body, java.nio.charset.StandardCharsets.UTF_8));
    }
    return ServerError.unstructured(
        code, new String(body, java.nio.charset.StandardCharsets.UTF_8));
  }

  /// Reads a tree of the server's.
  public static JsonNode parse(byte[] json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException e) {
      throw new ConnectionFailed("the server's answer is no JSON: " + e.getMessage(), e);
    }
  }
}
