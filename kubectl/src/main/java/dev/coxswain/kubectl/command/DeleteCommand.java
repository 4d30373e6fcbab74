package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.kubectl.discovery.ApiResource;
import dev.coxswain.kubectl.manifest.Manifests;
import dev.coxswain.kubectl.rest.ServerError;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `kubectl delete`
@Command(name = "delete", description = "Deletes resources by names, files or selector.")
public final class DeleteCommand extends KubectlAction {
  private static final Duration FOR_EVER = Duration.ofDays(7);

  /// One object to delete.
  private record Doomed(ApiResource resource, String namespace, String name) {}

  @Mixin SelectionOptions selection;
  @Mixin FileOptions files;
  @Mixin DryRunOption dryRun;

  @Parameters(arity = "0..*", paramLabel = "TYPE[/NAME]")
  List<String> words = List.of();

  @Option(names = "--all", description = "All objects of the namespace.")
  boolean all;

  @Option(
      names = "--grace-period",
      defaultValue = "-1",
      description = "Seconds an object gets to end; -1 leaves it to the object.")
  int gracePeriod;

  @Option(names = "--now", description = "Ends after one second.")
  boolean now;

  @Option(names = "--force", description = "Does not wait for the node's confirmation.")
  boolean force;

  @Option(
      names = "--cascade",
      defaultValue = "background",
      arity = "0..1",
      fallbackValue = "background",
      description = "background, orphan or foreground.")
  String cascade;

  @Option(
      names = "--wait",
      negatable = true,
      defaultValue = "true",
      arity = "0..1",
      fallbackValue = "true",
      description = "Waits until the objects are gone.")
  boolean wait;

  @Option(
      names = "--timeout",
      defaultValue = "0s",
      description = "How long to wait; 0s is for ever.")
  String timeout;

  @Option(names = "--ignore-not-found", description = "Finding nothing is no error.")
  boolean ignoreNotFound;

  @Option(
      names = {"-o", "--output"},
      defaultValue = "",
      description = "name for names only.")
  String output;

  @Override
  int run(Session session) throws IOException {
    boolean dry = !dryRun.suffix().isEmpty();
    var longest = atMost();
    var failures = new Failures(session, ignoreNotFound);
    if (force && gracePeriod != 0) {
      gracePeriod = 0;
    }
    if (force) {
      session.complain(
          "Warning: Immediate deletion does not wait for confirmation that the running resource has"
              + " been terminated. The resource may continue to run on the cluster indefinitely.");
    }
    var doomed = doomed(session, failures);
    if (doomed.isEmpty() && failures.none()) {
      session.println("No resources found");
    }
    if (session.namespaceGiven() && doomed.stream().anyMatch(one -> !one.resource().namespaced())) {
      session.complain(
          "Warning: deleting cluster-scoped resources, not scoped to the provided namespace");
    }
    List<Doomed> waiting = new ArrayList<>();
    for (Doomed one : doomed) {
      delete(session, one, failures).ifPresent(_ -> waiting.add(one));
    }
    if (wait && !dry) {
      var deadline = System.nanoTime() + longest.toNanos();
      for (Doomed one : waiting) {
        awaitGone(session, one, Duration.ofNanos(deadline - System.nanoTime()));
      }
    }
    return failures.exitCode();
  }

  private Duration atMost() {
    var wanted = Times.parseGoDuration(timeout);
    return wanted.isPositive() ? wanted : FOR_EVER;
  }

  private List<Doomed> doomed(Session session, Failures failures) {
    List<Doomed> doomed = new ArrayList<>();
    if (files.isSet()) {
      for (ObjectNode object : Manifests.read(files.places, files.recursive, stdin())) {
        var resource = files.resourceOf(session, object);
        var metadata = object.path("metadata");
        String namespace = metadata.path("namespace").asText(session.namespace());
        doomed.add(new Doomed(resource, namespace, metadata.path("name").asText()));
      }
      return doomed;
    }
    for (Selected one : Selected.parse(words, session.discovery())) {
      if (one.isWholeCollection()) {
        addCollection(session, one.resource(), doomed, failures);
      } else {
        one.names()
            .forEach(name -> doomed.add(new Doomed(one.resource(), session.namespace(), name)));
      }
    }
    return doomed;
  }

  private static InputStream stdin() {
    return System.in;
  }

  private void addCollection(
      Session session, ApiResource resource, List<Doomed> doomed, Failures failures) {
    if (!all && !selection.isSet()) {
      throw new Failure("resource(s) were provided, but no name was specified");
    }
    try {
      for (JsonNode chunk : selection.list(session, resource, "application/json")) {
        for (JsonNode item : chunk.path("items")) {
          var metadata = item.path("metadata");
          doomed.add(
              new Doomed(
                  resource, metadata.path("namespace").asText(), metadata.path("name").asText()));
        }
      }
    } catch (ServerError e) {
      failures.add(e);
    }
  }

  private Optional<Doomed> delete(Session session, Doomed one, Failures failures) {
    var path = one.resource().path(one.namespace(), one.name());
    try {
      if (dryRun.onClient()) {
        session.client().get(path);
      } else {
        session.client().delete(path, options());
      }
    } catch (ServerError e) {
      failures.add(e);
      return Optional.empty();
    }
    session.println(told(one));
    return Optional.of(one);
  }

  private String told(Doomed one) {
    if (output.equals("name")) {
      return one.resource().display(one.name());
    }
    String deed = force ? "force deleted" : "deleted";
    String kind =
        one.resource().group().isEmpty()
            ? one.resource().singular()
            : one.resource().singular() + "." + one.resource().group();
    return "%s \"%s\" %s%s".formatted(kind, one.name(), deed, dryRun.suffix());
  }

  private ObjectNode options() {
    var options = JsonNodeFactory.instance.objectNode();
    options.put("apiVersion", "v1").put("kind", "DeleteOptions");
    options.put(
        "propagationPolicy",
        switch (cascade) {
          case "background", "true" -> "Background";
          case "orphan", "false" -> "Orphan";
          case "foreground" -> "Foreground";
          default ->
              throw new Failure(
                  "invalid cascade value (%s). Must be \"background\", \"foreground\", or \"orphan\""
                      .formatted(cascade));
        });
    if (dryRun.onServer()) {
      options.putArray("dryRun").add("All");
    }
    if (now) {
      options.put("gracePeriodSeconds", 1);
    } else if (gracePeriod >= 0) {
      options.put("gracePeriodSeconds", gracePeriod);
    }
    return options;
  }

  private static void awaitGone(Session session, Doomed one, Duration atMost) {
    if (!Polling.until(atMost, () -> isGone(session, one))) {
      throw new Failure(
          "timed out waiting for the condition on %s/%s"
              .formatted(one.resource().groupResource(), one.name()));
    }
  }

  private static boolean isGone(Session session, Doomed one) {
    try {
      session.client().get(one.resource().path(one.namespace(), one.name()));
      return false;
    } catch (ServerError e) {
      if (e.isNotFound()) {
        return true;
      }
      throw e;
    }
  }
}
