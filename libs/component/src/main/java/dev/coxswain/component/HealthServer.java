package dev.coxswain.component;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/// Serves `/healthz`, `/livez`, `/readyz`, each of their checks below them, and `/metrics`, as
/// upstream's components do.
///
/// Client certificates are asked for, where the TLS material can verify them, but never demanded.
public final class HealthServer implements AutoCloseable {
  private static final String PLAIN = "text/plain; charset=utf-8";
  private static final int BACKLOG = 64;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /// What is behind `/healthz`, `/livez` and `/readyz`.
  public record Checks(HealthChecks health, HealthChecks liveness, HealthChecks readiness) {}

  /// A server that does not serve yet.
  ///
  /// @param tls absent for plain HTTP
  /// @param health is liveness as well
  /// @throws IOException if the address can't be had
  public HealthServer(
      InetSocketAddress address,
      Optional<TlsMaterial> tls,
      HealthChecks health,
      HealthChecks readiness,
      Metrics metrics)
      throws IOException {
    this(address, tls, new Checks(health, health, readiness), metrics);
  }

  /// A server that does not serve yet.
  ///
  /// @param tls absent for plain HTTP
  /// @throws IOException if the address can't be had
  public HealthServer(
      InetSocketAddress address, Optional<TlsMaterial> tls, Checks checks, Metrics metrics)
      throws IOException {
    server = tls.isPresent() ? https(address, tls.get()) : HttpServer.create(address, BACKLOG);
    server.setExecutor(threads);
    serve("healthz", checks.health());
    serve("livez", checks.liveness());
    serve("readyz", checks.readiness());
    server.createContext(
        "/metrics", exchange -> answer(exchange, 200, Metrics.CONTENT_TYPE, metrics.text()));
    server.createContext("/", exchange -> answer(exchange, 404, PLAIN, "404 page not found\n"));
  }

  /// Serves something else below a path; before [#start].
  public HealthServer handle(String path, HttpHandler handler) {
    server.createContext(path, handler);
    return this;
  }

  public HealthServer start() {
    server.start();
    return this;
  }

  /// Where it listens, with the real port when 0 was asked for.
  public InetSocketAddress address() {
    return server.getAddress();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(String name, HealthChecks checks) {
    server.createContext("/" + name, exchange -> answer(exchange, name, checks));
  }

  private static void answer(HttpExchange exchange, String name, HealthChecks checks)
      throws IOException {
    var path = exchange.getRequestURI().getPath();
    var rest = path.substring(name.length() + 1);
    if (rest.isEmpty() || rest.equals("/")) {
      var query = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
      var answer = checks.run(name, isVerbose(query), excluded(query));
      answer(exchange, answer.code(), PLAIN, answer.text());
      return;
    }
    var one =
        rest.startsWith("/")
            ? checks.runOne(rest.substring(1))
            : Optional.<HealthChecks.Answer>empty();
    var answer = one.orElse(new HealthChecks.Answer(404, "404 page not found\n"));
    answer(exchange, answer.code(), PLAIN, answer.text());
  }

  private static boolean isVerbose(String query) {
    return parameters(query).contains("verbose")
        || parameters(query).stream().anyMatch(p -> p.startsWith("verbose="));
  }

  private static Set<String> excluded(String query) {
    return parameters(query).stream()
        .filter(p -> p.startsWith("exclude="))
        .map(p -> p.substring("exclude=".length()))
        .collect(Collectors.toSet());
  }

  private static Set<String> parameters(String query) {
    return Arrays.stream(query.split("&", -1)).collect(Collectors.toSet());
  }

  private static void answer(HttpExchange exchange, int code, String type, String text)
      throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(code, head || bytes.length == 0 ? -1 : bytes.length);
      if (!head) {
        exchange.getResponseBody().write(bytes);
      }
    }
  }

  private static HttpServer https(InetSocketAddress address, TlsMaterial tls) throws IOException {
    var server = HttpsServer.create(address, BACKLOG);
    var context = tls.sslContext();
    boolean askForCertificate = tls.trustManager().isPresent();
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            var settings = context.getDefaultSSLParameters();
            settings.setWantClientAuth(askForCertificate);
            settings.setProtocols(tls.policy().protocols().toArray(String[]::new));
            if (!tls.policy().cipherSuites().isEmpty()) {
              settings.setCipherSuites(tls.policy().cipherSuites().toArray(String[]::new));
            }
            parameters.setSSLParameters(settings);
          }
        });
    return server;
  }
}
