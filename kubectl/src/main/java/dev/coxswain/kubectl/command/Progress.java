package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;

/// How far a rollout is. Pure.
record Progress(String message, boolean done) {
  /// @param revision the deployment's revision that is asked for; 0 for whichever is latest
  static Progress of(JsonNode object, long revision) {
    return switch (object.path("kind").asText()) {
      case "Deployment" -> deployment(object, revision);
      case "DaemonSet" -> daemonSet(object);
      case "StatefulSet" -> statefulSet(object);
      default ->
          throw new KubectlAction.Failure(
              "no status viewer has been implemented for " + object.path("kind").asText());
    };
  }

  private static String name(JsonNode object) {
    return object.path("metadata").path("name").asText();
  }

  private static boolean observed(JsonNode object) {
    return object.path("status").path("observedGeneration").asLong()
        >= object.path("metadata").path("generation").asLong();
  }

  private static Progress waiting(String message) {
    return new Progress(message, false);
  }

  private static Progress deployment(JsonNode deployment, long revision) {
    String name = name(deployment);
    JsonNode status = deployment.path("status");
    long current = Revisions.numberOf(deployment);
    if (revision > 0 && current > 0 && revision != current) {
      throw new KubectlAction.Failure(
          "desired revision (%d) is different from the running revision (%d)"
              .formatted(revision, current));
    }
    if (!observed(deployment)) {
      return waiting("Waiting for deployment spec update to be observed...");
    }
    for (JsonNode condition : status.path("conditions")) {
      if (condition.path("reason").asText().equals("ProgressDeadlineExceeded")) {
        throw new KubectlAction.Failure(
            "deployment \"%s\" exceeded its progress deadline".formatted(name));
      }
    }
    return counts(name, deployment.path("spec").path("replicas").asInt(1), status);
  }

  private static Progress counts(String name, int wanted, JsonNode status) {
    int updated = status.path("updatedReplicas").asInt();
    int all = status.path("replicas").asInt();
    int available = status.path("availableReplicas").asInt();
    String start = "Waiting for deployment \"%s\" rollout to finish: ".formatted(name);
    if (updated < wanted) {
      return waiting(
          start + "%d out of %d new replicas have been updated...".formatted(updated, wanted));
    }
    if (all > updated) {
      return waiting(start + "%d old replicas are pending termination...".formatted(all - updated));
    }
    if (available < updated) {
      return waiting(
          start + "%d of %d updated replicas are available...".formatted(available, updated));
    }
    return new Progress("deployment \"%s\" successfully rolled out".formatted(name), true);
  }

  private static void requireRollingUpdate(JsonNode object) {
    if (!object.path("spec").path("updateStrategy").path("type").asText().equals("RollingUpdate")) {
      throw new KubectlAction.Failure(
          "rollout status is only available for RollingUpdate strategy type");
    }
  }

  private static Progress daemonSet(JsonNode set) {
    requireRollingUpdate(set);
    if (!observed(set)) {
      return waiting("Waiting for daemon set spec update to be observed...");
    }
    JsonNode status = set.path("status");
    int wanted = status.path("desiredNumberScheduled").asInt();
    int updated = status.path("updatedNumberScheduled").asInt();
    int available = status.path("numberAvailable").asInt();
    String start = "Waiting for daemon set \"%s\" rollout to finish: ".formatted(name(set));
    if (updated < wanted) {
      return waiting(
          start + "%d out of %d new pods have been updated...".formatted(updated, wanted));
    }
    if (available < wanted) {
      return waiting(start + "%d of %d updated pods are available...".formatted(available, wanted));
    }
    return new Progress("daemon set \"%s\" successfully rolled out".formatted(name(set)), true);
  }

  private static Progress statefulSet(JsonNode set) {
    requireRollingUpdate(set);
    JsonNode status = set.path("status");
    if (status.path("observedGeneration").asLong() == 0 || !observed(set)) {
      return waiting("Waiting for statefulset spec update to be observed...");
    }
    int wanted = set.path("spec").path("replicas").asInt(1);
    int ready = status.path("readyReplicas").asInt();
    if (ready < wanted) {
      return waiting("Waiting for %d pods to be ready...".formatted(wanted - ready));
    }
    int partition =
        set.path("spec").path("updateStrategy").path("rollingUpdate").path("partition").asInt();
    int updated = status.path("updatedReplicas").asInt();
    if (partition > 0) {
      return updated < wanted - partition
          ? waiting(
              "Waiting for partitioned roll out to finish: %d out of %d new pods have been updated..."
                  .formatted(updated, wanted - partition))
          : new Progress(
              "partitioned roll out complete: %d new pods have been updated...".formatted(updated),
              true);
    }
    String revision = status.path("updateRevision").asText();
    return revision.equals(status.path("currentRevision").asText())
        ? new Progress(
            "statefulset rolling update complete %d pods at revision %s..."
                .formatted(status.path("currentReplicas").asInt(), revision),
            true)
        : waiting(
            "waiting for statefulset rolling update to complete %d pods at revision %s..."
                .formatted(updated, revision));
  }
}
