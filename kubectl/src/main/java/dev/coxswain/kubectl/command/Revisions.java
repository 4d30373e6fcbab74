package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.kubectl.rest.RestClient;
import java.util.Map;
import java.util.TreeMap;

/// The revisions of something that is rolled out: a deployment's are replica sets, those of others
/// controller revisions.
record Revisions(Target target, TreeMap<Long, JsonNode> byNumber) {
  private static final String NUMBER = "deployment.kubernetes.io/revision";
  private static final String CAUSE = "kubernetes.io/change-cause";
  private static final String HASH = "pod-template-hash";

  static Revisions fetch(Session session, Target target) {
    boolean isDeployment = target.resource().kind().equals("Deployment");
    if (!isDeployment && !target.resource().kind().matches("DaemonSet|StatefulSet")) {
      throw new KubectlAction.Failure(
          "no history viewer has been implemented for \"%s\"".formatted(target.resource().kind()));
    }
    var resource =
        session.discovery().named(isDeployment ? "replicasets.apps" : "controllerrevisions.apps");
    String uid = target.object().path("metadata").path("uid").asText();
    var byNumber = new TreeMap<Long, JsonNode>();
    for (JsonNode one : session.client().get(resource.path(target.namespace())).path("items")) {
      if (isOwnedBy(one, uid)) {
        byNumber.put(isDeployment ? numberOf(one) : one.path("revision").asLong(), one);
      }
    }
    return new Revisions(target, byNumber);
  }

  private static boolean isOwnedBy(JsonNode object, String uid) {
    for (JsonNode reference : object.path("metadata").path("ownerReferences")) {
      if (reference.path("uid").asText().equals(uid) && reference.path("controller").asBoolean()) {
        return true;
      }
    }
    return false;
  }

  /// The revision of a deployment or of one of its replica sets; 0 when it has none yet.
  static long numberOf(JsonNode object) {
    return object.path("metadata").path("annotations").path(NUMBER).asLong();
  }

  static String causeOf(JsonNode revision) {
    return revision.path("metadata").path("annotations").path(CAUSE).asText("<none>");
  }

  /// @throws KubectlAction.Failure if there is no such revision
  JsonNode get(long number) {
    JsonNode found = byNumber.get(number);
    if (found == null) {
      throw new KubectlAction.Failure("unable to find the specified revision");
    }
    return found;
  }

  /// The revision to go back to: the one asked for, or the one before the latest.
  JsonNode toUndoTo(long number) {
    if (number > 0) {
      JsonNode found = byNumber.get(number);
      if (found == null) {
        throw new KubectlAction.Failure(
            "unable to find specified revision %d in history".formatted(number));
      }
      return found;
    }
    if (byNumber.size() < 2) {
      throw new KubectlAction.Failure(
          "no rollout history found for %s \"%s\""
              .formatted(target.resource().singular(), target.name()));
    }
    Map.Entry<Long, JsonNode> last = byNumber.lastEntry();
    return byNumber.lowerEntry(last.getKey()).getValue();
  }

  /// The pod template of a revision, as histories show it.
  JsonNode template(JsonNode revision) {
    return revision.has("data")
        ? revision.path("data").path("spec").path("template")
        : revisionTemplate(revision);
  }

  private static JsonNode revisionTemplate(JsonNode replicaSet) {
    ObjectNode template = replicaSet.path("spec").path("template").deepCopy();
    String cause = replicaSet.path("metadata").path("annotations").path(CAUSE).asText();
    if (!cause.isEmpty()) {
      template.withObject("/metadata/annotations").put(CAUSE, cause);
    }
    return template;
  }

  /// Whether the object's template is already that of a revision.
  boolean isAt(JsonNode revision) {
    ObjectNode template = revision.path("spec").path("template").deepCopy();
    template.withObject("/metadata/labels").remove(HASH);
    return !revision.has("data") && template.equals(target.object().path("spec").path("template"));
  }

  /// Makes the object's template that of a revision.
  void restore(Session session, JsonNode revision, String query) {
    if (revision.has("data")) {
      session
          .client()
          .patch(target.path() + query, RestClient.STRATEGIC_PATCH, revision.path("data"));
      return;
    }
    ObjectNode template = revision.path("spec").path("template").deepCopy();
    template.withObject("/metadata/labels").remove(HASH);
    var patch = JsonNodeFactory.instance.arrayNode();
    patch.addObject().put("op", "replace").put("path", "/spec/template").set("value", template);
    patch
        .addObject()
        .put("op", "replace")
        .put("path", "/metadata/annotations")
        .set("value", annotations(revision));
    session.client().patch(target.path() + query, RestClient.JSON_PATCH, patch);
  }

  /// The deployment keeps what is about itself; all else comes from the replica set.
  private ObjectNode annotations(JsonNode replicaSet) {
    var annotations = JsonNodeFactory.instance.objectNode();
    JsonNode own = target.object().path("metadata").path("annotations");
    for (String key : new String[] {"kubectl.kubernetes.io/last-applied-configuration", NUMBER}) {
      if (own.has(key)) {
        annotations.set(key, own.get(key));
      }
    }
    replicaSet
        .path("metadata")
        .path("annotations")
        .properties()
        .forEach(entry -> {
          if (!entry.getKey().startsWith("deployment.kubernetes.io/")
              && !annotations.has(entry.getKey())) {
            annotations.set(entry.getKey(), entry.getValue());
          }
        });
    return annotations;
  }
}
