package dev.coxswain.kubectl.describe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// Replica sets, stateful sets and daemon sets at length.
final class WorkloadDescribers {
  private WorkloadDescribers() {}

  /// How many pods of an owner are in which phase.
  private static String podStatuses(JsonNode owner, Describer.Lookup lookup) {
    JsonNode metadata = owner.path("metadata");
    int[] counts = new int[4];
    for (JsonNode pod : lookup.list("pods", metadata.path("namespace").asText(), "")) {
      if (isControlledBy(pod, metadata.path("uid").asText())) {
        switch (pod.path("status").path("phase").asText()) {
          case "Running" -> counts[0]++;
          case "Pending" -> counts[1]++;
          case "Succeeded" -> counts[2]++;
          case "Failed" -> counts[3]++;
          default -> {}
        }
      }
    }
    return "%d Running / %d Waiting / %d Succeeded / %d Failed"
        .formatted(counts[0], counts[1], counts[2], counts[3]);
  }

  private static boolean isControlledBy(JsonNode pod, String uid) {
    for (JsonNode reference : pod.path("metadata").path("ownerReferences")) {
      if (reference.path("uid").asText().equals(uid) && reference.path("controller").asBoolean()) {
        return true;
      }
    }
    return false;
  }

  private static void selectorLabelsAnnotations(Description text, JsonNode object) {
    text.field(0, "Selector", selector(object));
    labelsAnnotations(text, object);
  }

  private static String selector(JsonNode object) {
    JsonNode selector = object.path("spec").path("selector");
    if (selector.has("matchLabels") || selector.has("matchExpressions") || selector.isEmpty()) {
      return Selectors.describe(selector);
    }
    var plain = Description.sorted(selector);
    return String.join(
        ",", plain.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
  }

  static void labelsAnnotations(Description text, JsonNode object) {
    JsonNode metadata = object.path("metadata");
    text.pairs(0, "Labels", metadata.path("labels"), "=");
    text.pairs(0, "Annotations", metadata.path("annotations"), ": ");
  }

  /// Who controls an object, when somebody does.
  static void controller(Description text, JsonNode object) {
    for (JsonNode reference : object.path("metadata").path("ownerReferences")) {
      if (reference.path("controller").asBoolean()) {
        text.field(
            0,
            "Controlled By",
            reference.path("kind").asText() + "/" + reference.path("name").asText());
      }
    }
  }

  static void replicaSet(Description text, JsonNode set, Describer.Lookup lookup) {
    JsonNode metadata = set.path("metadata");
    text.field(0, "Name", metadata.path("name").asText());
    text.field(0, "Namespace", metadata.path("namespace").asText());
    selectorLabelsAnnotations(text, set);
    controller(text, set);
    text.field(
        0,
        "Replicas",
        "%d current / %d desired"
            .formatted(
                set.path("status").path("replicas").asInt(),
                set.path("spec").path("replicas").asInt()));
    text.field(0, "Pods Status", podStatuses(set, lookup));
    TemplateLines.addTo(text, set.path("spec").path("template"));
    conditions(text, set.path("status").path("conditions"));
  }

  private static void conditions(Description text, JsonNode conditions) {
    if (conditions.isEmpty()) {
      return;
    }
    text.line(0, "Conditions:");
    text.line(1, "Type\tStatus\tReason");
    text.line(1, "----\t------\t------");
    conditions.forEach(one ->
        text.line(
            1,
            "%s\t%s\t%s",
            one.path("type").asText(),
            one.path("status").asText(),
            one.path("reason").asText()));
  }

  static void statefulSet(Description text, JsonNode set, Describer.Lookup lookup) {
    JsonNode metadata = set.path("metadata");
    JsonNode spec = set.path("spec");
    text.field(0, "Name", metadata.path("name").asText());
    text.field(0, "Namespace", metadata.path("namespace").asText());
    text.field(
        0, "CreationTimestamp", Description.date(metadata.path("creationTimestamp").asText("")));
    selectorLabelsAnnotations(text, set);
    text.field(
        0,
        "Replicas",
        "%d desired | %d total"
            .formatted(spec.path("replicas").asInt(), set.path("status").path("replicas").asInt()));
    JsonNode strategy = spec.path("updateStrategy");
    text.field(0, "Update Strategy", strategy.path("type").asText());
    if (strategy.path("rollingUpdate").has("partition")) {
      text.field(1, "Partition", strategy.path("rollingUpdate").path("partition").asText());
    }
    text.field(0, "Pods Status", podStatuses(set, lookup));
    TemplateLines.addTo(text, spec.path("template"));
    claims(text, spec.path("volumeClaimTemplates"));
  }

  private static void claims(Description text, JsonNode claims) {
    if (claims.isEmpty()) {
      text.field(0, "Volume Claims", "<none>");
      return;
    }
    text.line(0, "Volume Claims:");
    for (JsonNode claim : claims) {
      JsonNode spec = claim.path("spec");
      text.field(1, "Name", claim.path("metadata").path("name").asText());
      text.field(1, "StorageClass", spec.path("storageClassName").asText());
      text.pairs(1, "Labels", claim.path("metadata").path("labels"), "=");
      text.pairs(1, "Annotations", claim.path("metadata").path("annotations"), ": ");
      text.field(
          1,
          "Capacity",
          spec.path("resources").path("requests").path("storage").asText("<default>"));
      List<String> modes = new java.util.ArrayList<>();
      spec.path("accessModes").forEach(mode -> modes.add(mode.asText()));
      text.field(1, "Access Modes", modes.toString().replace(", ", " "));
    }
  }

  static void daemonSet(Description text, JsonNode set, Describer.Lookup lookup) {
    JsonNode status = set.path("status");
    text.field(0, "Name", set.path("metadata").path("name").asText());
    text.field(0, "Selector", selector(set));
    text.pairs(
        0,
        "Node-Selector",
        set.path("spec").path("template").path("spec").path("nodeSelector"),
        "=");
    labelsAnnotations(text, set);
    count(text, "Desired Number of Nodes Scheduled", status.path("desiredNumberScheduled"));
    count(text, "Current Number of Nodes Scheduled", status.path("currentNumberScheduled"));
    count(
        text,
        "Number of Nodes Scheduled with Up-to-date Pods",
        status.path("updatedNumberScheduled"));
    count(text, "Number of Nodes Scheduled with Available Pods", status.path("numberAvailable"));
    count(text, "Number of Nodes Misscheduled", status.path("numberMisscheduled"));
    text.field(0, "Pods Status", podStatuses(set, lookup));
    TemplateLines.addTo(text, set.path("spec").path("template"));
  }

  private static void count(Description text, String name, JsonNode number) {
    text.line(0, "%s: %d", name, number.asInt());
  }
}
