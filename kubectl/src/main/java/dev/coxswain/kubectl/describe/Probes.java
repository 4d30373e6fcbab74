package dev.coxswain.kubectl.describe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// Probes in one line.
final class Probes {
  private Probes() {}

  static String describe(JsonNode probe) {
    return "%s delay=%ds timeout=%ds period=%ds #success=%d #failure=%d"
        .formatted(
            action(probe),
            probe.path("initialDelaySeconds").asInt(),
            probe.path("timeoutSeconds").asInt(),
            probe.path("periodSeconds").asInt(),
            probe.path("successThreshold").asInt(),
            probe.path("failureThreshold").asInt());
  }

  private static String action(JsonNode probe) {
    if (probe.has("exec")) {
      String words =
          StreamSupport.stream(probe.path("exec").path("command").spliterator(), false)
              .map(JsonNode::asText)
              .collect(Collectors.joining(" "));
      return "exec [" + words + "]";
    }
    if (probe.has("httpGet")) {
      JsonNode get = probe.path("httpGet");
      return "http-get %s://%s:%s%s"
          .formatted(
              get.path("scheme").asText("HTTP").toLowerCase(java.util.Locale.ROOT),
              get.path("host").asText(),
              get.path("port").asText(),
              get.path("path").asText());
    }
    if (probe.has("tcpSocket")) {
      JsonNode socket = probe.path("tcpSocket");
      return "tcp-socket %s:%s"
          .formatted(socket.path("host").asText(), socket.path("port").asText());
    }
    if (probe.has("grpc")) {
      JsonNode grpc = probe.path("grpc");
      return "grpc <pod>:%d %s".formatted(grpc.path("port").asInt(), grpc.path("service").asText());
    }
    return "unknown";
  }
}
