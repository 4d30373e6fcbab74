package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.kubectl.discovery.ApiResource;
import dev.coxswain.kubectl.manifest.Manifests;
import dev.coxswain.kubectl.rest.ServerError;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `kubectl replace`
@Command(
    name = "replace",
    description = "Puts files' objects in the place of those that are there.")
public final class ReplaceCommand extends KubectlAction {
  private static final String MANAGER = "kubectl-replace";
  private static final Duration GONE = Duration.ofMinutes(5);

  @Mixin FileOptions files;
  @Mixin WriteOptions write;
  @Mixin OutputOptions output;

  @Option(names = "--force", description = "Deletes the objects and creates them anew.")
  boolean force;

  @Option(
      names = "--subresource",
      defaultValue = "",
      description = "Only this part: status, scale.")
  String subresource;

  @Override
  int run(Session session) throws IOException {
    if (!files.isSet()) {
      throw new Failure("must specify --filename to replace");
    }
    var failures = new Failures(session, false);
    for (ObjectNode object : Manifests.read(files.places, files.recursive, System.in)) {
      try {
        replace(session, files.resourceOf(session, object), object);
      } catch (ServerError e) {
        failures.add(e.during("replacing", files.source()));
      }
    }
    return failures.exitCode();
  }

  private void replace(Session session, ApiResource resource, ObjectNode object) {
    var metadata = object.withObject("/metadata");
    if (resource.namespaced() && !metadata.has("namespace")) {
      metadata.put("namespace", session.namespace());
    }
    String namespace = metadata.path("namespace").asText();
    String path = resource.path(namespace, metadata.path("name").asText());
    if (force) {
      recreate(session, resource, object, path);
      return;
    }
    String place = path + (subresource.isEmpty() ? "" : "/" + subresource);
    JsonNode now =
        write.onClient() ? object : session.client().put(place + write.query(MANAGER), object);
    Created.tell(session, resource, now, output, "replaced" + write.suffix());
  }

  private void recreate(Session session, ApiResource resource, ObjectNode object, String path) {
    String name = object.path("metadata").path("name").asText();
    try {
      session.client().delete(path, JsonNodeFactory.instance.objectNode());
      session.println("%s \"%s\" deleted".formatted(resource.called(), name));
    } catch (ServerError e) {
      if (!e.isNotFound()) {
        throw e;
      }
    }
    Polling.until(GONE, () -> isGone(session, path));
    String collection = resource.path(object.path("metadata").path("namespace").asText());
    JsonNode now = session.client().post(collection + write.query(MANAGER), object);
    Created.tell(session, resource, now, output, "replaced" + write.suffix());
  }

  private static boolean isGone(Session session, String path) {
    try {
      session.client().get(path);
      return false;
    } catch (ServerError e) {
      return e.isNotFound();
    }
  }
}
