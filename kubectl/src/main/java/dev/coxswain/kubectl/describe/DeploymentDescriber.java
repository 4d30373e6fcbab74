package dev.coxswain.kubectl.describe;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// A deployment at length, with its replica sets.
public final class DeploymentDescriber {
  private static final String REVISION = "deployment.kubernetes.io/revision";

  private DeploymentDescriber() {}

  /// @param replicaSets those that the deployment controls
  public static String describe(
      JsonNode deployment,
      List<JsonNode> replicaSets,
      List<JsonNode> events,
      boolean showEvents,
      Instant now) {
    var text = new Description();
    head(text, deployment);
    template(text, deployment.path("spec").path("template"));
    conditions(text, deployment.path("status").path("conditions"));
    replicaSets(text, deployment, replicaSets);
    if (showEvents) {
      EventLines.addTo(text, events, now);
    }
    return text.render();
  }

  private static void head(Description text, JsonNode deployment) {
    JsonNode metadata = deployment.path("metadata");
    JsonNode spec = deployment.path("spec");
    JsonNode status = deployment.path("status");
    text.field(0, "Name", metadata.path("name").asText());
    text.field(0, "Namespace", metadata.path("namespace").asText());
    text.field(
        0, "CreationTimestamp", Description.date(metadata.path("creationTimestamp").asText("")));
    text.pairs(0, "Labels", metadata.path("labels"), "=");
    text.pairs(0, "Annotations", metadata.path("annotations"), ": ");
    text.field(0, "Selector", selector(spec.path("selector")));
    text.field(
        0,
        "Replicas",
        "%d desired | %d updated | %d total | %d available | %d unavailable"
            .formatted(
                spec.path("replicas").asInt(),
                status.path("updatedReplicas").asInt(),
                status.path("replicas").asInt(),
                status.path("availableReplicas").asInt(),
                status.path("unavailableReplicas").asInt()));
    JsonNode strategy = spec.path("strategy");
    text.field(0, "StrategyType", strategy.path("type").asText());
    text.field(0, "MinReadySeconds", spec.path("minReadySeconds").asInt());
    if (strategy.has("rollingUpdate")) {
      JsonNode rolling = strategy.path("rollingUpdate");
      text.field(
          0,
          "RollingUpdateStrategy",
          "%s max unavailable, %s max surge"
              .formatted(
                  rolling.path("maxUnavailable").asText(), rolling.path("maxSurge").asText()));
    }
  }

  /// `a=b,c in (d,e)`.
  static String selector(JsonNode selector) {
    List<String> terms = new ArrayList<>();
    Description.sorted(selector.path("matchLabels"))
        .forEach((key, value) -> terms.add(key + "=" + value));
    for (JsonNode term : selector.path("matchExpressions")) {
      terms.add(expression(term));
    }
    return terms.isEmpty() ? "<none>" : String.join(",", terms);
  }

  private static String expression(JsonNode term) {
    String key = term.path("key").asText();
    var values = new TreeSet<String>();
    term.path("values").forEach(value -> values.add(value.asText()));
    return switch (term.path("operator").asText()) {
      case "In" -> "%s in (%s)".formatted(key, String.join(",", values));
      case "NotIn" -> "%s notin (%s)".formatted(key, String.join(",", values));
      case "Exists" -> key;
      default -> "!" + key;
    };
  }

  private static void template(Description text, JsonNode template) {
    JsonNode spec = template.path("spec");
    text.line(0, "Pod Template:");
    text.pairs(1, "Labels", template.path("metadata").path("labels"), "=");
    if (!template.path("metadata").path("annotations").isEmpty()) {
      text.pairs(1, "Annotations", template.path("metadata").path("annotations"), ": ");
    }
    text.fieldIfSet(1, "Service Account", spec.path("serviceAccountName").asText());
    JsonNode none = template.path("no status");
    ContainerLines.addTo(
        text, "Init Containers", spec.path("initContainers"), none, none, 1, "   ");
    ContainerLines.addTo(text, "Containers", spec.path("containers"), none, none, 1, "   ");
    VolumeLines.addTo(text, spec.path("volumes"), 1, "   ");
    text.fieldIfSet(1, "Priority Class Name", spec.path("priorityClassName").asText());
    text.pairs(1, "Node-Selectors", spec.path("nodeSelector"), "=");
    text.list(1, "Tolerations", Tolerations.describe(spec.path("tolerations")));
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

  private static void replicaSets(
      Description text, JsonNode deployment, List<JsonNode> replicaSets) {
    if (replicaSets.isEmpty()) {
      return;
    }
    String revision = deployment.path("metadata").path("annotations").path(REVISION).asText();
    List<String> old = new ArrayList<>();
    String current = "<none>";
    for (JsonNode replicaSet : replicaSets) {
      String line =
          "%s (%d/%d replicas created)"
              .formatted(
                  replicaSet.path("metadata").path("name").asText(),
                  replicaSet.path("status").path("replicas").asInt(),
                  replicaSet.path("spec").path("replicas").asInt());
      if (replicaSet
          .path("metadata")
          .path("annotations")
          .path(REVISION)
          .asText()
          .equals(revision)) {
        current = line;
      } else {
        old.add(line);
      }
    }
    text.field(0, "OldReplicaSets", old.isEmpty() ? "<none>" : String.join(", ", old));
    text.field(0, "NewReplicaSet", current);
  }
}
