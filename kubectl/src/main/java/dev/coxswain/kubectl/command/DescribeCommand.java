package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.coxswain.kubectl.describe.DeploymentDescriber;
import dev.coxswain.kubectl.describe.Describers;
import dev.coxswain.kubectl.describe.Description;
import dev.coxswain.kubectl.describe.EventLines;
import dev.coxswain.kubectl.describe.NodeDescriber;
import dev.coxswain.kubectl.describe.PodDescriber;
import dev.coxswain.kubectl.describe.ServiceDescriber;
import dev.coxswain.kubectl.discovery.ApiResource;
import dev.coxswain.kubectl.rest.ServerError;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `kubectl describe`
@Command(name = "describe", description = "Tells about objects and what belongs to them.")
public final class DescribeCommand extends KubectlAction {
  private final Clock clock = Clock.systemUTC();

  @Mixin SelectionOptions selection;

  @Parameters(arity = "0..*", paramLabel = "TYPE[/NAME]")
  List<String> words = List.of();

  @Option(
      names = "--show-events",
      defaultValue = "true",
      arity = "0..1",
      fallbackValue = "true",
      description = "Also what has happened to them.")
  boolean showEvents;

  @Override
  int run(Session session) {
    var failures = new Failures(session, false);
    List<String> texts = new ArrayList<>();
    for (Selected one : Selected.parse(words, session.discovery())) {
      for (JsonNode object : objects(session, one, failures)) {
        texts.add(describe(session, one.resource(), object));
      }
    }
    session.print(String.join("\n\n", texts));
    if (texts.isEmpty() && failures.none()) {
      session.complain("No resources found in " + session.namespace() + " namespace.");
    }
    return failures.exitCode();
  }

  private List<JsonNode> objects(Session session, Selected one, Failures failures) {
    List<JsonNode> objects = new ArrayList<>();
    if (one.isWholeCollection()) {
      selection
          .list(session, one.resource(), "application/json")
          .forEach(chunk -> objects.addAll(GetCommand.itemsOf(chunk)));
      return objects;
    }
    for (String name : one.names()) {
      try {
        objects.add(session.client().get(one.resource().path(session.namespace(), name)));
      } catch (ServerError e) {
        failures.add(e);
      }
    }
    return objects;
  }

  private String describe(Session session, ApiResource resource, JsonNode object) {
    Instant now = clock.instant();
    var metadata = object.path("metadata");
    String namespace = metadata.path("namespace").asText();
    List<JsonNode> events = showEvents ? events(session, resource, object) : List.of();
    return switch (resource.groupResource()) {
      case "pods" -> PodDescriber.describe(object, events, showEvents, now);
      case "deployments.apps" ->
          DeploymentDescriber.describe(
              object, owned(session, "replicasets.apps", object), events, showEvents, now);
      case "services" ->
          ServiceDescriber.describe(
              object,
              list(
                  session,
                  "endpointslices",
                  namespace,
                  "labelSelector="
                      + ApiResource.encode(
                          "kubernetes.io/service-name=" + metadata.path("name").asText())),
              events,
              showEvents,
              now);
      case "nodes" -> describeNode(session, object, events, now);
      default -> describeAny(session, resource, object, events, now);
    };
  }

  private String describeAny(
      Session session, ApiResource resource, JsonNode object, List<JsonNode> events, Instant now) {
    var text = new Description();
    Describers.of(resource.groupResource())
        .addTo(text, object, (other, where, query) -> list(session, other, where, query));
    if (showEvents && Describers.showsEvents(resource.groupResource())) {
      EventLines.addTo(text, events, now);
    }
    return text.render();
  }

  private String describeNode(Session session, JsonNode node, List<JsonNode> events, Instant now) {
    String name = node.path("metadata").path("name").asText();
    String running =
        "fieldSelector="
            + ApiResource.encode(
                "spec.nodeName=" + name + ",status.phase!=Failed,status.phase!=Succeeded");
    return NodeDescriber.describe(
        node, lease(session, name), list(session, "pods", "", running), events, showEvents, now);
  }

  private static JsonNode lease(Session session, String node) {
    try {
      return session
          .client()
          .get(session.discovery().named("leases").path("kube-node-lease", node));
    } catch (ServerError e) {
      if (e.isNotFound()) {
        return MissingNode.getInstance();
      }
      throw e;
    }
  }

  private static List<JsonNode> owned(Session session, String resource, JsonNode owner) {
    var metadata = owner.path("metadata");
    return list(session, resource, metadata.path("namespace").asText(), "").stream()
        .filter(object -> isOwnedBy(object, metadata.path("uid").asText()))
        .toList();
  }

  private static boolean isOwnedBy(JsonNode object, String uid) {
    for (JsonNode reference : object.path("metadata").path("ownerReferences")) {
      if (reference.path("uid").asText().equals(uid)) {
        return true;
      }
    }
    return false;
  }

  /// Events about nodes are found by name too: kubelets take the name for the uid.
  private static List<JsonNode> events(Session session, ApiResource resource, JsonNode object) {
    var metadata = object.path("metadata");
    List<JsonNode> events =
        new ArrayList<>(events(session, metadata, metadata.path("uid").asText()));
    if (resource.kind().equals("Node")) {
      events.addAll(events(session, metadata, metadata.path("name").asText()));
    }
    return events;
  }

  private static List<JsonNode> events(Session session, JsonNode metadata, String uid) {
    String fields =
        "involvedObject.name=%s,involvedObject.uid=%s"
            .formatted(metadata.path("name").asText(), uid);
    return list(
        session,
        "events",
        metadata.path("namespace").asText(),
        "fieldSelector=" + ApiResource.encode(fields));
  }

  private static List<JsonNode> list(
      Session session, String resource, String namespace, String query) {
    List<JsonNode> items = new ArrayList<>();
    session
        .client()
        .get(session.discovery().named(resource).path(namespace) + "?" + query)
        .path("items")
        .forEach(items::add);
    return items;
  }
}
