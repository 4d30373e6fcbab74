package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.kubectl.discovery.ApiResource;
import dev.coxswain.kubectl.manifest.Manifests;
import dev.coxswain.kubectl.rest.ServerError;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which objects a command works on: named by words or files, or selected.
final class TargetOptions {
  @Mixin SelectionOptions selection;
  @Mixin FileOptions files;

  @Option(names = "--all", description = "All objects of the types.")
  boolean all;

  /// The objects as the server has them; those it has not are told as failures.
  ///
  /// @throws KubectlAction.Failure when nothing says which objects
  List<Target> find(Session session, List<String> words, Failures failures) {
    List<Target> targets = new ArrayList<>();
    if (files.isSet()) {
      for (ObjectNode object : Manifests.read(files.places, files.recursive, System.in)) {
        var resource = files.resourceOf(session, object);
        var metadata = object.path("metadata");
        String namespace = metadata.path("namespace").asText(session.namespace());
        fetch(session, resource, namespace, metadata.path("name").asText(), targets, failures);
      }
      return targets;
    }
    if (words.isEmpty()) {
      throw new KubectlAction.Failure(
          "one or more resources must be specified as <resource> <name> or <resource>/<name>");
    }
    for (Selected one : Selected.parse(words, session.discovery())) {
      if (one.isWholeCollection()) {
        addAll(session, one.resource(), targets);
      }
      one.names()
          .forEach(
              name -> fetch(session, one.resource(), session.namespace(), name, targets, failures));
    }
    return targets;
  }

  private void addAll(Session session, ApiResource resource, List<Target> targets) {
    if (!all && !selection.isSet() && !selection.allNamespaces) {
      throw new KubectlAction.Failure("resource(s) were provided, but no name was specified");
    }
    selection
        .list(session, resource, "application/json")
        .forEach(chunk ->
            GetCommand.itemsOf(chunk).forEach(item -> targets.add(new Target(resource, item))));
  }

  private static void fetch(
      Session session,
      ApiResource resource,
      String namespace,
      String name,
      List<Target> targets,
      Failures failures) {
    try {
      JsonNode object = session.client().get(resource.path(namespace, name));
      targets.add(new Target(resource, object));
    } catch (ServerError e) {
      failures.add(e);
    }
  }
}
