package dev.coxswain.kubectl.describe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.kubectl.print.Ages;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A pod at length.
public final class PodDescriber {
  private PodDescriber() {}

  /// @param events those about the pod; none are shown when empty was asked for
  public static String describe(
      JsonNode pod, List<JsonNode> events, boolean showEvents, Instant now) {
    var text = new Description();
    head(text, pod, now);
    addresses(text, pod.path("status"));
    owner(text, pod);
    JsonNode spec = pod.path("spec");
    JsonNode status = pod.path("status");
    ContainerLines.addTo(
        text,
        "Init Containers",
        spec.path("initContainers"),
        pod,
        status.path("initContainerStatuses"),
        0,
        "  ");
    ContainerLines.addTo(
        text,
        "Containers",
        spec.path("containers"),
        pod,
        status.path("containerStatuses"),
        0,
        "  ");
    conditions(text, status.path("conditions"));
    VolumeLines.addTo(text, spec.path("volumes"), 0, "  ");
    text.field(0, "QoS Class", status.path("qosClass").asText());
    text.pairs(0, "Node-Selectors", spec.path("nodeSelector"), "=");
    text.list(0, "Tolerations", Tolerations.describe(spec.path("tolerations")));
    if (showEvents) {
      EventLines.addTo(text, events, now);
    }
    return text.render();
  }

  private static void head(Description text, JsonNode pod, Instant now) {
    JsonNode metadata = pod.path("metadata");
    JsonNode spec = pod.path("spec");
    JsonNode status = pod.path("status");
    text.field(0, "Name", metadata.path("name").asText());
    text.field(0, "Namespace", metadata.path("namespace").asText());
    text.field(0, "Priority", spec.path("priority").asInt());
    text.fieldIfSet(0, "Priority Class Name", spec.path("priorityClassName").asText());
    text.fieldIfSet(0, "Runtime Class Name", spec.path("runtimeClassName").asText());
    text.fieldIfSet(0, "Service Account", spec.path("serviceAccountName").asText());
    String node = spec.path("nodeName").asText();
    text.field(0, "Node", node.isEmpty() ? "<none>" : node + "/" + status.path("hostIP").asText());
    if (status.has("startTime")) {
      text.field(0, "Start Time", Description.date(status.path("startTime").asText()));
    }
    text.pairs(0, "Labels", metadata.path("labels"), "=");
    text.pairs(0, "Annotations", metadata.path("annotations"), ": ");
    phase(text, metadata, status, now);
    text.fieldIfSet(0, "Reason", status.path("reason").asText());
    text.fieldIfSet(0, "Message", status.path("message").asText());
  }

  private static void phase(Description text, JsonNode metadata, JsonNode status, Instant now) {
    if (!metadata.has("deletionTimestamp")) {
      text.field(0, "Status", status.path("phase").asText());
      return;
    }
    var left = Duration.between(Instant.parse(metadata.path("deletionTimestamp").asText()), now);
    text.field(0, "Status", "Terminating (lasts %s)".formatted(Ages.describe(left)));
    text.field(
        0, "Termination Grace Period", metadata.path("deletionGracePeriodSeconds").asInt() + "s");
  }

  private static void addresses(Description text, JsonNode status) {
    text.field(0, "IP", status.path("podIP").asText());
    if (status.path("podIPs").isEmpty()) {
      text.field(0, "IPs", "<none>");
      return;
    }
    text.line(0, "IPs:");
    status.path("podIPs").forEach(ip -> text.field(1, "IP", ip.path("ip").asText()));
  }

  private static void owner(Description text, JsonNode pod) {
    for (JsonNode owner : pod.path("metadata").path("ownerReferences")) {
      if (owner.path("controller").asBoolean()) {
        text.field(
            0, "Controlled By", owner.path("kind").asText() + "/" + owner.path("name").asText());
      }
    }
  }

  private static void conditions(Description text, JsonNode conditions) {
    if (conditions.isEmpty()) {
      return;
    }
    List<String> lines = new ArrayList<>();
    conditions.forEach(
        one -> lines.add(one.path("type").asText() + " \t" + one.path("status").asText() + " "));
    text.line(0, "Conditions:");
    text.line(1, "Type\tStatus");
    lines.forEach(line -> text.line(1, "%s", line));
  }
}
