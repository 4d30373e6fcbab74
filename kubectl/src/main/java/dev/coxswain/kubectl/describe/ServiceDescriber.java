package dev.coxswain.kubectl.describe;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// A service at length, with its endpoints.
public final class ServiceDescriber {
  private static final int SHOWN_ENDPOINTS = 3;

  private ServiceDescriber() {}

  /// @param slices the service's endpoint slices
  public static String describe(
      JsonNode service,
      List<JsonNode> slices,
      List<JsonNode> events,
      boolean showEvents,
      Instant now) {
    var text = new Description();
    head(text, service);
    addresses(text, service);
    for (JsonNode port : service.path("spec").path("ports")) {
      port(text, port, slices);
    }
    policies(text, service.path("spec"));
    if (showEvents) {
      EventLines.addTo(text, events, now);
    }
    return text.render();
  }

  private static void head(Description text, JsonNode service) {
    JsonNode metadata = service.path("metadata");
    JsonNode spec = service.path("spec");
    text.field(0, "Name", metadata.path("name").asText());
    text.field(0, "Namespace", metadata.path("namespace").asText());
    text.pairs(0, "Labels", metadata.path("labels"), "=");
    text.pairs(0, "Annotations", metadata.path("annotations"), ": ");
    var selector = Description.sorted(spec.path("selector"));
    text.field(
        0,
        "Selector",
        selector.isEmpty()
            ? "<none>"
            : selector.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(",")));
    text.field(0, "Type", spec.path("type").asText());
  }

  private static void addresses(Description text, JsonNode service) {
    JsonNode spec = service.path("spec");
    text.fieldIfSet(0, "IP Family Policy", spec.path("ipFamilyPolicy").asText());
    text.field(0, "IP Families", joined(spec.path("ipFamilies")));
    text.field(0, "IP", spec.path("clusterIP").asText());
    text.field(0, "IPs", joined(spec.path("clusterIPs")));
    if (!spec.path("externalIPs").isEmpty()) {
      text.field(0, "External IPs", joined(spec.path("externalIPs")));
    }
    text.fieldIfSet(0, "Desired LoadBalancer IP", spec.path("loadBalancerIP").asText());
    text.fieldIfSet(0, "External Name", spec.path("externalName").asText());
    List<String> ingress = new ArrayList<>();
    for (JsonNode one : service.path("status").path("loadBalancer").path("ingress")) {
      ingress.add(one.path("ip").asText(one.path("hostname").asText()));
    }
    if (!ingress.isEmpty()) {
      text.field(0, "LoadBalancer Ingress", String.join(", ", ingress));
    }
  }

  private static void port(Description text, JsonNode port, List<JsonNode> slices) {
    String name = port.path("name").asText();
    String protocol = "/" + port.path("protocol").asText();
    String shown = name.isEmpty() ? "<unset>" : name;
    text.field(0, "Port", shown + "\t" + port.path("port").asInt() + protocol);
    text.field(0, "TargetPort", port.path("targetPort").asText() + protocol);
    if (port.path("nodePort").asInt() != 0) {
      text.field(0, "NodePort", shown + "\t" + port.path("nodePort").asInt() + protocol);
    }
    text.field(0, "Endpoints", endpoints(name, slices));
  }

  private static String endpoints(String port, List<JsonNode> slices) {
    if (slices.isEmpty()) {
      return "<none>";
    }
    List<String> all = new ArrayList<>();
    for (JsonNode slice : slices) {
      for (JsonNode one : slice.path("ports")) {
        if (one.path("name").asText().equals(port)) {
          addReady(slice, one.path("port").asInt(), all);
        }
      }
    }
    String shown = all.stream().limit(SHOWN_ENDPOINTS).collect(Collectors.joining(","));
    return all.size() > SHOWN_ENDPOINTS
        ? "%s + %d more...".formatted(shown, all.size() - SHOWN_ENDPOINTS)
        : shown;
  }

  private static void addReady(JsonNode slice, int port, List<String> all) {
    for (JsonNode endpoint : slice.path("endpoints")) {
      if (endpoint.path("conditions").path("ready").asBoolean(true)) {
        endpoint.path("addresses").forEach(address -> all.add(address.asText() + ":" + port));
      }
    }
  }

  private static void policies(Description text, JsonNode spec) {
    text.field(0, "Session Affinity", spec.path("sessionAffinity").asText());
    text.fieldIfSet(0, "External Traffic Policy", spec.path("externalTrafficPolicy").asText());
    text.fieldIfSet(0, "Internal Traffic Policy", spec.path("internalTrafficPolicy").asText());
    if (spec.path("healthCheckNodePort").asInt() != 0) {
      text.field(0, "HealthCheck NodePort", spec.path("healthCheckNodePort").asInt());
    }
    if (!spec.path("loadBalancerSourceRanges").isEmpty()) {
      text.field(0, "LoadBalancer Source Ranges", joined(spec.path("loadBalancerSourceRanges")));
    }
  }

  private static String joined(JsonNode texts) {
    String joined =
        StreamSupport.stream(texts.spliterator(), false)
            .map(JsonNode::asText)
            .collect(Collectors.joining(","));
    return joined.isEmpty() ? "<none>" : joined;
  }
}
