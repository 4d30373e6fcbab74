package dev.coxswain.kubectl.describe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.kubectl.print.Ages;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// A node at length, with its lease and the pods on it.
public final class NodeDescriber {
  private static final String ROLE = "node-role.kubernetes.io/";
  private static final List<Map.Entry<String, String>> SYSTEM_INFO =
      List.of(
          Map.entry("Machine ID", "machineID"),
          Map.entry("System UUID", "systemUUID"),
          Map.entry("Boot ID", "bootID"),
          Map.entry("Kernel Version", "kernelVersion"),
          Map.entry("OS Image", "osImage"),
          Map.entry("Operating System", "operatingSystem"),
          Map.entry("Architecture", "architecture"),
          Map.entry("Container Runtime Version", "containerRuntimeVersion"),
          Map.entry("Kubelet Version", "kubeletVersion"),
          Map.entry("Kube-Proxy Version", "kubeProxyVersion"));

  private NodeDescriber() {}

  /// @param lease the node's lease; missing when it has none
  /// @param pods the pods on the node that have not ended
  public static String describe(
      JsonNode node,
      JsonNode lease,
      List<JsonNode> pods,
      List<JsonNode> events,
      boolean showEvents,
      Instant now) {
    var text = new Description();
    head(text, node);
    lease(text, lease);
    conditions(text, node.path("status").path("conditions"));
    status(text, node.path("status"));
    text.fieldIfSet(0, "PodCIDR", node.path("spec").path("podCIDR").asText());
    pods(text, node, pods, now);
    if (showEvents) {
      EventLines.addTo(text, events, now);
    }
    return text.render();
  }

  private static void head(Description text, JsonNode node) {
    JsonNode metadata = node.path("metadata");
    text.field(0, "Name", metadata.path("name").asText());
    var roles = new TreeSet<String>();
    metadata.path("labels").properties().stream()
        .map(Map.Entry::getKey)
        .filter(label -> label.startsWith(ROLE))
        .map(label -> label.substring(ROLE.length()))
        .forEach(roles::add);
    text.field(0, "Roles", roles.isEmpty() ? "<none>" : String.join(",", roles));
    text.pairs(0, "Labels", metadata.path("labels"), "=");
    text.pairs(0, "Annotations", metadata.path("annotations"), ": ");
    text.field(
        0, "CreationTimestamp", Description.date(metadata.path("creationTimestamp").asText("")));
    var taints = new ArrayList<String>();
    node.path("spec").path("taints").forEach(taint -> taints.add(Tolerations.describeTaint(taint)));
    text.list(0, "Taints", taints);
    text.field(0, "Unschedulable", node.path("spec").path("unschedulable").asBoolean());
  }

  private static void lease(Description text, JsonNode lease) {
    text.line(0, "Lease:");
    JsonNode spec = lease.path("spec");
    text.field(1, "HolderIdentity", spec.path("holderIdentity").asText("<unset>"));
    text.field(1, "AcquireTime", Description.date(spec.path("acquireTime").asText("")));
    text.field(1, "RenewTime", Description.date(spec.path("renewTime").asText("")));
  }

  private static void conditions(Description text, JsonNode conditions) {
    if (conditions.isEmpty()) {
      return;
    }
    text.line(0, "Conditions:");
    text.line(1, "Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage");
    text.line(1, "----\t------\t-----------------\t------------------\t------\t-------");
    for (JsonNode one : conditions) {
      text.line(
          1,
          "%s \t%s \t%s \t%s \t%s \t%s",
          one.path("type").asText(),
          one.path("status").asText(),
          Description.date(one.path("lastHeartbeatTime").asText("")),
          Description.date(one.path("lastTransitionTime").asText("")),
          one.path("reason").asText(),
          one.path("message").asText());
    }
  }

  private static void status(Description text, JsonNode status) {
    text.line(0, "Addresses:");
    for (JsonNode address : status.path("addresses")) {
      text.field(1, address.path("type").asText(), address.path("address").asText());
    }
    quantities(text, "Capacity", status.path("capacity"));
    quantities(text, "Allocatable", status.path("allocatable"));
    text.line(0, "System Info:");
    for (var field : SYSTEM_INFO) {
      text.field(1, field.getKey(), status.path("nodeInfo").path(field.getValue()).asText());
    }
  }

  private static void quantities(Description text, String title, JsonNode quantities) {
    if (!quantities.isEmpty()) {
      text.line(0, "%s:", title);
      Description.sorted(quantities).forEach((name, quantity) -> text.field(1, name, quantity));
    }
  }

  private static void pods(Description text, JsonNode node, List<JsonNode> pods, Instant now) {
    JsonNode allocatable = node.path("status").path("allocatable");
    text.line(0, "Non-terminated Pods:\t(%d in total)", pods.size());
    text.line(
        1, "Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge");
    text.line(
        1, "---------\t----\t\t------------\t----------\t---------------\t-------------\t---");
    for (JsonNode pod : pods) {
      var metadata = pod.path("metadata");
      text.line(
          1,
          "%s\t%s\t\t%s\t%s\t%s\t%s\t%s",
          metadata.path("namespace").asText(),
          metadata.path("name").asText(),
          share(sum(List.of(pod), "requests", "cpu"), allocatable.path("cpu")),
          share(sum(List.of(pod), "limits", "cpu"), allocatable.path("cpu")),
          share(sum(List.of(pod), "requests", "memory"), allocatable.path("memory")),
          share(sum(List.of(pod), "limits", "memory"), allocatable.path("memory")),
          Ages.since(metadata.path("creationTimestamp").asText(""), now));
    }
    text.line(0, "Allocated resources:");
    text.line(1, "(Total limits may be over 100 percent, i.e., overcommitted.)");
    text.line(1, "Resource\tRequests\tLimits");
    text.line(1, "--------\t--------\t------");
    var resources = new ArrayList<>(List.of("cpu", "memory", "ephemeral-storage"));
    Description.sorted(allocatable).keySet().stream()
        .filter(name -> name.startsWith("hugepages-"))
        .forEach(resources::add);
    for (String resource : resources) {
      text.line(
          1,
          "%s\t%s\t%s",
          resource,
          share(sum(pods, "requests", resource), allocatable.path(resource)),
          share(sum(pods, "limits", resource), allocatable.path(resource)));
    }
  }

  private static Amount sum(List<JsonNode> pods, String kind, String resource) {
    Amount sum = Amount.ofUnits(0);
    for (JsonNode pod : pods) {
      for (JsonNode container : pod.path("spec").path("containers")) {
        String quantity = container.path("resources").path(kind).path(resource).asText();
        if (!quantity.isEmpty()) {
          sum = sum.plus(Amount.parse(quantity));
        }
      }
    }
    return sum;
  }

  private static String share(Amount amount, JsonNode of) {
    long whole = of.asText().isEmpty() ? 0 : Amount.parse(of.asText()).milliValue();
    long percent = whole == 0 ? 0 : amount.milliValue() * 100 / whole;
    return "%s (%d%%)".formatted(amount, percent);
  }
}
