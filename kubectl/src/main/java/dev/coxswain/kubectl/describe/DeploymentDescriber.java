package dev.coxswain.kubectl.describe;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

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
    TemplateLines.addTo(text, deployment.path("spec").path("template"));
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
    text.field(0, "Selector", Selectors.describe(spec.path("selector")));
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
