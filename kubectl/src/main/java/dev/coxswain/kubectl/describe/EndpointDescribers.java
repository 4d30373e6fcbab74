package dev.coxswain.kubectl.describe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// Endpoints and endpoint slices at length.
final class EndpointDescribers {
  private static final String UNSET = "<unset>";

  private EndpointDescribers() {}

  static void endpoints(Description text, JsonNode endpoints, Describer.Lookup lookup) {
    Describer.head(text, endpoints);
    text.line(0, "Subsets:");
    for (JsonNode subset : endpoints.path("subsets")) {
      text.field(1, "Addresses", addresses(subset.path("addresses")));
      text.field(1, "NotReadyAddresses", addresses(subset.path("notReadyAddresses")));
      ports(text, subset.path("ports"), 1);
      text.line(0, "%s", "");
    }
  }

  private static String addresses(JsonNode addresses) {
    return addresses.isEmpty()
        ? "<none>"
        : StreamSupport.stream(addresses.spliterator(), false)
            .map(address -> address.path("ip").asText())
            .collect(Collectors.joining(","));
  }

  private static void ports(Description text, JsonNode ports, int level) {
    if (ports.isEmpty()) {
      return;
    }
    text.line(level, "Ports:");
    text.line(level + 1, "Name\tPort\tProtocol");
    text.line(level + 1, "----\t----\t--------");
    for (JsonNode port : ports) {
      String name = port.path("name").asText();
      text.line(
          level + 1,
          "%s\t%s\t%s",
          name.isEmpty() ? UNSET : name,
          port.path("port").asText(UNSET),
          port.path("protocol").asText());
    }
  }

  static void slice(Description text, JsonNode slice, Describer.Lookup lookup) {
    Describer.head(text, slice);
    text.field(0, "AddressType", slice.path("addressType").asText());
    if (slice.path("ports").isEmpty()) {
      text.field(0, "Ports", UNSET);
    } else {
      ports(text, slice.path("ports"), 0);
    }
    if (slice.path("endpoints").isEmpty()) {
      text.field(0, "Endpoints", "<none>");
      return;
    }
    text.line(0, "Endpoints:");
    slice.path("endpoints").forEach(endpoint -> endpoint(text, endpoint));
  }

  private static void endpoint(Description text, JsonNode endpoint) {
    String addresses =
        StreamSupport.stream(endpoint.path("addresses").spliterator(), false)
            .map(JsonNode::asText)
            .collect(Collectors.joining(", "));
    text.line(1, "- Addresses:\t%s", addresses);
    text.line(2, "Conditions:");
    text.field(3, "Ready", endpoint.path("conditions").path("ready").asText(UNSET));
    text.field(2, "Hostname", endpoint.path("hostname").asText(UNSET));
    JsonNode target = endpoint.path("targetRef");
    if (!target.isMissingNode()) {
      text.field(2, "TargetRef", target.path("kind").asText() + "/" + target.path("name").asText());
    }
    text.field(2, "NodeName", endpoint.path("nodeName").asText(UNSET));
    text.field(2, "Zone", endpoint.path("zone").asText(UNSET));
  }
}
