package dev.coxswain.apiserver.proxy;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.http.Exchange;
import dev.coxswain.apiserver.http.HttpReply;
import dev.coxswain.apiserver.registry.Lookup;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Connects clients with what runs on nodes.
public final class Connector {
  /// How kubelets spell the parameters of exec and attach.
  private static final List<List<String>> STREAMS =
      List.of(
          List.of("stdin", "input"),
          List.of("stdout", "output"),
          List.of("stderr", "error"),
          List.of("tty", "tty"));

  private final Lookup lookup;
  private final UpgradeRelay upgrades;
  private final HttpRelay http;

  /// @param certificate with `key`, what kubelets know the API server by
  /// @param authority of the kubelets' certificates; without it they are not verified
  /// @throws IOException if a file can't be read, or holds something else
  public Connector(
      Lookup lookup, Optional<Path> certificate, Optional<Path> key, Optional<Path> authority)
      throws IOException {
    this.lookup = lookup;
    try {
      var tls = KubeletTls.context(certificate, key, authority);
      upgrades = new UpgradeRelay(tls);
      http = new HttpRelay(tls);
    } catch (GeneralSecurityException e) {
      throw new IOException("can't use the keys for kubelets", e);
    }
  }

  /// Answers the exchange; returns when the connection is over.
  ///
  /// @throws ApiException if it can't be made
  public void connect(Connection connection, Exchange exchange)
      throws IOException, InterruptedException {
    switch (connection.resource() + "/" + connection.subresource()) {
      case "pods/log" -> log(connection, exchange);
      case "pods/exec", "pods/attach" -> execute(connection, exchange);
      case "pods/portforward" -> forwardPorts(connection, exchange);
      case "nodes/proxy" -> proxyNode(connection, exchange);
      case "pods/proxy", "services/proxy" ->
          http.forward(exchange, Backends.of(lookup, connection, exchange.call().query()));
      default -> throw ApiException.of(new Refusal.MethodNotAllowed());
    }
  }

  /// What a node's kubelet has at a path, as text.
  ///
  /// @throws ApiException if there is no such node, or its kubelet refuses
  /// @throws IOException if it can't be reached
  public String fetch(String node, String path) throws IOException, InterruptedException {
    return http.fetch(Kubelet.of(lookup, node), path);
  }

  private void log(Connection connection, Exchange exchange)
      throws IOException, InterruptedException {
    var query = LogParameters.check(connection.name(), connection.query());
    var pod = pod(connection);
    var container = Containers.choose(pod, connection.query().text("container"));
    if (pod.getSpec().getNodeName().isEmpty()) {
      exchange.reply(HttpReply.of(200, "text/plain", new byte[0]));
      return;
    }
    var target =
        "/containerLogs/%s/%s/%s%s"
            .formatted(
                connection.namespace(),
                connection.name(),
                container,
                query.isEmpty() ? "" : "?" + query);
    http.log(exchange, Kubelet.of(lookup, pod.getSpec().getNodeName()), target);
  }

  private void execute(Connection connection, Exchange exchange)
      throws IOException, InterruptedException {
    var pod = pod(connection);
    var container = Containers.choose(pod, connection.query().text("container"));
    var kubelet = assigned(pod);
    var target =
        "/%s/%s/%s/%s?%s"
            .formatted(
                connection.subresource(),
                connection.namespace(),
                connection.name(),
                container,
                String.join("&", executionParameters(connection)));
    requireUpgrade(exchange);
    upgrades.relay(exchange, kubelet, target);
  }

  private void forwardPorts(Connection connection, Exchange exchange)
      throws IOException, InterruptedException {
    var kubelet = assigned(pod(connection));
    requireUpgrade(exchange);
    var ports = connection.query().all("ports");
    var query = ports.isEmpty() ? "" : "?port=" + String.join("&port=", ports);
    upgrades.relay(
        exchange,
        kubelet,
        "/portForward/%s/%s%s".formatted(connection.namespace(), connection.name(), query));
  }

  private void proxyNode(Connection connection, Exchange exchange)
      throws IOException, InterruptedException {
    var name = connection.name().split(":", 2)[0];
    var kubelet = Kubelet.of(lookup, name);
    var query = exchange.call().query();
    var to =
        "https://"
            + kubelet.authority()
            + Backends.path(connection.path())
            + (query.isEmpty() ? "" : "?" + query);
    if (exchange.call().wantsUpgrade()) {
      upgrades.relay(exchange, kubelet, URI.create(to).getRawPath() + "?" + query);
    } else {
      http.forward(exchange, URI.create(to));
    }
  }

  private static List<String> executionParameters(Connection connection) {
    var pairs = new ArrayList<String>();
    for (var names : STREAMS) {
      if (connection.query().flag(names.getFirst())) {
        pairs.add(names.getLast() + "=1");
      }
    }
    for (var word : connection.query().all("command")) {
      pairs.add("command=" + URLEncoder.encode(word, StandardCharsets.UTF_8).replace("+", "%20"));
    }
    return pairs;
  }

  private Pod pod(Connection connection) {
    return lookup
        .get(Pod.class, new ObjectKey(connection.namespace(), connection.name()))
        .orElseThrow(() -> ApiException.of(new Refusal.NotFound("pods", connection.name())));
  }

  private Kubelet assigned(Pod pod) {
    if (pod.getSpec().getNodeName().isEmpty()) {
      throw Containers.badRequest(
          "pod %s does not have a host assigned".formatted(pod.getMetadata().getName()));
    }
    return Kubelet.of(lookup, pod.getSpec().getNodeName());
  }

  private static void requireUpgrade(Exchange exchange) {
    if (!exchange.call().wantsUpgrade()) {
      throw Containers.badRequest("Upgrade request required");
    }
  }
}
