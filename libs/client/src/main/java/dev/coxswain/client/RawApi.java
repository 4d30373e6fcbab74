package dev.coxswain.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.api.meta.v1.Status;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/// Reads what the scheme doesn't know, such as the metrics APIs that others serve behind the
/// apiserver: plain REST, as JSON.
public final class RawApi implements AutoCloseable {
  private static final int NOT_FOUND = 404;
  private static final int SUCCESS = 2;
  private static final int CLASS = 100;

  private final RestConfig config;
  private final HttpClient http;
  private final Duration timeout;

  private RawApi(RestConfig config, HttpClient http, Duration timeout) {
    this.config = config;
    this.http = http;
    this.timeout = timeout;
  }

  /// Connects, lazily, to the REST port that the config names.
  ///
  /// @param timeout how long one call may take
  public static RawApi connect(RestConfig config, Duration timeout) {
    var http = HttpClient.newBuilder().connectTimeout(timeout);
    if ("https".equals(config.server().getScheme())) {
      http.sslContext(tls(config));
    }
    return new RawApi(config, http.build(), timeout);
  }

  /// What is at the path.
  ///
  /// @param path with its query, from the server's root, such as `/apis/metrics.k8s.io/v1beta1`
  /// @throws ApiException what the server says, or that it can't be reached
  public JsonNode get(String path) {
    var request = HttpRequest.newBuilder(at(path)).timeout(timeout).GET();
    request.header("Accept", "application/json");
    config.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
    try {
      var response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      if (response.statusCode() / CLASS != SUCCESS) {
        throw refusal(response);
      }
      return JsonCodec.parse(response.body());
    } catch (IOException e) {
      throw ApiException.of(new Refusal.ServiceUnavailable("GET " + path + ": " + e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ApiException.of(new Refusal.Timeout("GET " + path + " was interrupted", 0));
    }
  }

  @Override
  public void close() {
    http.close();
  }

  private URI at(String path) {
    var server = config.server().toString();
    return URI.create(
        (server.endsWith("/") ? server.substring(0, server.length() - 1) : server) + path);
  }

  // A path that nobody serves is answered with plain text.
  private static ApiException refusal(HttpResponse<byte[]> response) {
    int code = response.statusCode();
    var status =
        Status.newBuilder()
            .setCode(code)
            .setReason(code == NOT_FOUND ? "NotFound" : "")
            .setMessage("the server answered with code " + code);
    if (response.headers().firstValue("Content-Type").orElse("").startsWith("application/json")) {
      JsonCodec.merge(JsonCodec.parse(response.body()), status);
    }
    return ApiException.of(status.build());
  }

  private static SSLContext tls(RestConfig config) {
    try {
      var builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
      if (config.insecure()) {
        builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
      } else {
        config.authority().ifPresent(ca -> builder.trustManager(stream(ca)));
      }
      config
          .identity()
          .ifPresent(id -> builder.keyManager(stream(id.certificates()), stream(id.key())));
      return ((JdkSslContext) builder.build()).context();
    } catch (SSLException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the certificates for " + config.server() + " are unusable: " + e.getMessage(), e);
    }
  }

  private static ByteArrayInputStream stream(RestConfig.Pem pem) {
    return new ByteArrayInputStream(pem.bytes());
  }
}
