package dev.coxswain.component.program;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.component.ApiServerFlags;
import java.io.IOException;

/// Answers `/configz`: with what configuration the program runs, below a name.
///
/// @param name such as `kubecontrollermanager.config.k8s.io`
/// @param configuration a document of upstream's versioned kind, without what we have no word for
public record Configz(String name, ObjectNode configuration) implements HttpHandler {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /// A document that says nothing yet.
  public static ObjectNode document(String kind, String apiVersion) {
    return NODES.objectNode().put("kind", kind).put("apiVersion", apiVersion);
  }

  /// A `LeaderElectionConfiguration`.
  public static ObjectNode leaderElection(Election election) {
    return NODES
        .objectNode()
        .put("leaderElect", election.enabled())
        .put("leaseDuration", Times.formatGoDuration(election.timings().leaseDuration()))
        .put("renewDeadline", Times.formatGoDuration(election.timings().renewDeadline()))
        .put("retryPeriod", Times.formatGoDuration(election.timings().retryPeriod()))
        .put("resourceLock", "leases")
        .put("resourceName", election.lease().name())
        .put("resourceNamespace", election.lease().namespace());
  }

  /// A `ClientConnectionConfiguration`; calls are not limited.
  public static ObjectNode clientConnection(ApiServerFlags flags) {
    return NODES
        .objectNode()
        .put("kubeconfig", flags.kubeconfig().toString())
        .put("acceptContentTypes", "")
        .put("contentType", "application/vnd.kubernetes.protobuf")
        .put("qps", -1)
        .put("burst", 0);
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    var body = MAPPER.writeValueAsBytes(NODES.objectNode().set(name, configuration));
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(200, head ? -1 : body.length);
      if (!head) {
        exchange.getResponseBody().write(body);
      }
    }
  }
}
