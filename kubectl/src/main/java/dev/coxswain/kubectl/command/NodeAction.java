package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.coxswain.kubectl.discovery.ApiResource;
import dev.coxswain.kubectl.rest.RestClient;
import dev.coxswain.kubectl.rest.ServerError;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// A command about nodes, named or selected by labels.
abstract class NodeAction extends KubectlAction {
  @Mixin WriteOptions write;

  @Parameters(arity = "0..*", paramLabel = "NODE")
  List<String> names = List.of();

  @Option(
      names = {"-l", "--selector"},
      defaultValue = "",
      description = "The nodes with these labels.")
  String selector;

  /// Does something with each node; the first failure of one does not keep it from the others.
  int forEach(Session session, Consumer<JsonNode> work) {
    var failures = new Failures(session, false);
    for (JsonNode node : nodes(session, failures)) {
      try {
        work.accept(node);
      } catch (ServerError e) {
        failures.add(e);
      } catch (Failure e) {
        failures.add(e);
      }
    }
    return failures.exitCode();
  }

  private List<JsonNode> nodes(Session session, Failures failures) {
    if (names.isEmpty() && selector.isEmpty()) {
      throw new Failure("you must specify a node name or a label selector");
    }
    if (!names.isEmpty() && !selector.isEmpty()) {
      throw new Failure("cannot specify both a node name and a --selector option");
    }
    var resource = session.discovery().named("nodes");
    List<JsonNode> nodes = new ArrayList<>();
    if (!selector.isEmpty()) {
      String query = "?labelSelector=" + ApiResource.encode(selector);
      session.client().get(resource.path("") + query).path("items").forEach(nodes::add);
    }
    for (String name : names) {
      try {
        String bare = name.substring(name.lastIndexOf('/') + 1);
        nodes.add(session.client().get(resource.path("", bare)));
      } catch (ServerError e) {
        failures.add(e);
      }
    }
    return nodes;
  }

  static String name(JsonNode node) {
    return node.path("metadata").path("name").asText();
  }

  /// Marks a node as one for no new pods, or for pods again.
  void mark(Session session, JsonNode node, boolean unschedulable) {
    String done = unschedulable ? "cordoned" : "uncordoned";
    if (node.path("spec").path("unschedulable").asBoolean() == unschedulable) {
      session.println("node/%s already %s%s".formatted(name(node), done, write.suffix()));
      return;
    }
    if (!write.onClient()) {
      var patch = JsonNodeFactory.instance.objectNode();
      var spec = patch.putObject("spec");
      if (unschedulable) {
        spec.put("unschedulable", true);
      } else {
        spec.putNull("unschedulable");
      }
      session
          .client()
          .patch(
              session.discovery().named("nodes").path("", name(node))
                  + write.patchQuery("kubectl-cordon"),
              RestClient.STRATEGIC_PATCH,
              patch);
    }
    session.println("node/%s %s%s".formatted(name(node), done, write.suffix()));
  }
}
