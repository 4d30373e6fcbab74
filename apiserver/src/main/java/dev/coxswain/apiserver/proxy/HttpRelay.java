package dev.coxswain.apiserver.proxy;

import dev.coxswain.apiserver.http.Exchange;
import dev.coxswain.apiserver.http.HttpReply;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/// Passes requests on by HTTP and streams the answers back.
final class HttpRelay {
  private static final int MAX_ERROR_BYTES = 64 * 1024;
  private static final Duration FETCH = Duration.ofSeconds(10);

  /// Between two neighbours only, or the client's secrets.
  private static final Set<String> KEPT_BACK =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "content-length",
          "host",
          "expect",
          "authorization",
          "cookie",
          "accept-encoding");

  private final HttpClient client;

  HttpRelay(SSLContext tls) {
    client =
        HttpClient.newBuilder()
            .sslContext(tls)
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
  }

  /// The log of a container.
  ///
  /// @throws dev.coxswain.apimachinery.status.ApiException with what the kubelet says if it refuses
  void log(Exchange exchange, Kubelet kubelet, String target)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("https://" + kubelet.authority() + target)).build();
    HttpResponse<InputStream> response;
    try {
      response = client.send(request, BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw KubeletErrors.unreachable(kubelet, e);
    }
    try (var body = response.body()) {
      if (response.statusCode() / 100 != 2) {
        var text = new String(body.readNBytes(MAX_ERROR_BYTES), StandardCharsets.UTF_8);
        throw KubeletErrors.of(response.statusCode(), text);
      }
      copy(HttpReply.of(200, "text/plain", new byte[0]), body, exchange);
    }
  }

  /// What the kubelet has at a path, whole.
  ///
  /// @throws dev.coxswain.apimachinery.status.ApiException with what the kubelet says if it refuses
  String fetch(Kubelet kubelet, String path) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("https://" + kubelet.authority() + path))
            .timeout(FETCH)
            .build();
    var response = client.send(request, BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw KubeletErrors.of(response.statusCode(), response.body());
    }
    return response.body();
  }

  /// Any request to any server, with its answer whatever it is.
  void forward(Exchange exchange, URI to) throws IOException, InterruptedException {
    var call = exchange.call();
    var request =
        HttpRequest.newBuilder(to).method(call.method(), BodyPublishers.ofByteArray(call.body()));
    call.headers()
        .forEach((name, values) -> {
          if (!KEPT_BACK.contains(name) && !name.startsWith("impersonate-")) {
            values.forEach(value -> request.header(name, value));
          }
        });
    var response = client.send(request.build(), BodyHandlers.ofInputStream());
    try (var body = response.body()) {
      copy(head(response), body, exchange);
    }
  }

  private static HttpReply head(HttpResponse<InputStream> response) {
    List<HttpReply.Header> headers =
        response.headers().map().entrySet().stream()
            .filter(entry -> !KEPT_BACK.contains(entry.getKey().toLowerCase(Locale.ROOT)))
            .flatMap(entry ->
                entry.getValue().stream().map(value -> new HttpReply.Header(entry.getKey(), value)))
            .collect(Collectors.toList());
    return new HttpReply(response.statusCode(), headers, new byte[0]);
  }

  private static void copy(HttpReply head, InputStream body, Exchange exchange)
      throws IOException, InterruptedException {
    exchange.onDisconnect(() -> {
      try {
        body.close();
      } catch (IOException e) {
        // The sender learns of it when it writes next.
      }
    });
    try (var to = exchange.stream(head)) {
      var buffer = new byte[16 * 1024];
      for (int read = body.read(buffer); read >= 0 && to.isOpen(); read = body.read(buffer)) {
        to.write(Arrays.copyOf(buffer, read));
      }
    }
  }
}
