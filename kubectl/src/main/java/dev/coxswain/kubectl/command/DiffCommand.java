package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.apimachinery.codec.YamlCodec;
import dev.coxswain.kubectl.apply.LastApplied;
import dev.coxswain.kubectl.apply.ThreeWayPatch;
import dev.coxswain.kubectl.manifest.Manifests;
import dev.coxswain.kubectl.rest.RestClient;
import dev.coxswain.kubectl.rest.ServerError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `kubectl diff`: what `apply` would change, shown by the system's `diff`.
///
/// Exits with 0 when nothing would change, 1 when something would, more when it failed.
@Command(name = "diff", description = "Shows what apply would change.")
public final class DiffCommand extends KubectlAction {
  private static final String MANAGER = "kubectl-client-side-apply";
  private static final String DRY_RUN = "?dryRun=All&fieldValidation=Strict&fieldManager=";

  @Mixin FileOptions files;

  @Option(names = "--server-side", description = "As apply --server-side would do.")
  boolean serverSide;

  @Option(names = "--force-conflicts", description = "Takes fields over from their owners.")
  boolean force;

  @Option(names = "--show-managed-fields", description = "Also the managedFields.")
  boolean showManagedFields;

  @Override
  int run(Session session) throws IOException {
    if (!files.isSet()) {
      throw new Failure("must specify one of -f and -k");
    }
    Path live = Files.createTempDirectory("LIVE-");
    Path merged = Files.createTempDirectory("MERGED-");
    try {
      for (ObjectNode object : Manifests.read(files.places, files.recursive, System.in)) {
        compare(session, object, live, merged);
      }
      return diff(live, merged);
    } finally {
      delete(live);
      delete(merged);
    }
  }

  private void compare(Session session, ObjectNode object, Path live, Path merged)
      throws IOException {
    var resource = files.resourceOf(session, object);
    var metadata = object.withObject("/metadata");
    if (resource.namespaced() && !metadata.has("namespace")) {
      metadata.put("namespace", session.namespace());
    }
    String namespace = metadata.path("namespace").asText();
    String path = resource.path(namespace, metadata.path("name").asText());
    var before = fetch(session, path);
    JsonNode after = applied(session, object, before, path, resource.path(namespace), resource);
    String file =
        "%s.%s.%s.%s"
            .formatted(
                (resource.group().isEmpty() ? "" : resource.group() + ".") + resource.version(),
                resource.kind(),
                namespace,
                metadata.path("name").asText());
    if (before.isPresent()) {
      Files.writeString(live.resolve(file), YamlCodec.toYaml(shown(before.get())));
    }
    Files.writeString(merged.resolve(file), YamlCodec.toYaml(shown(after)));
  }

  private static Optional<JsonNode> fetch(Session session, String path) {
    try {
      return Optional.of(session.client().get(path));
    } catch (ServerError e) {
      if (e.isNotFound()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private JsonNode applied(
      Session session,
      ObjectNode object,
      Optional<JsonNode> live,
      String path,
      String collection,
      dev.coxswain.kubectl.discovery.ApiResource resource) {
    if (serverSide) {
      String query = DRY_RUN + "kubectl&force=" + force;
      return session.client().patch(path + query, RestClient.APPLY_PATCH, object);
    }
    var wanted = LastApplied.remember(object);
    if (live.isEmpty()) {
      return session.client().post(collection + DRY_RUN + MANAGER, wanted);
    }
    var last = LastApplied.of(live.get());
    JsonNode before = last.orElseGet(() -> object.objectNode());
    var schema = ApplyCommand.schema(resource);
    var patch = ThreeWayPatch.between(before, wanted, live.get(), schema);
    if (patch.isEmpty()) {
      return live.get();
    }
    String mediaType = ApplyCommand.mediaType(schema);
    return session.client().patch(path + DRY_RUN + MANAGER, mediaType, patch);
  }

  /// What kubectl itself notes about an apply is nobody's difference.
  private JsonNode shown(JsonNode object) {
    ObjectNode copy = object.deepCopy();
    var metadata = copy.withObject("/metadata");
    if (!showManagedFields) {
      metadata.remove("managedFields");
    }
    LastApplied.forget(copy);
    return copy;
  }

  private static int diff(Path live, Path merged) throws IOException {
    String external = System.getenv("KUBECTL_EXTERNAL_DIFF");
    String program = external == null || external.isEmpty() ? "diff -u -N" : external;
    var process =
        new ProcessBuilder(
                "/bin/sh", "-c", program + " \"$0\" \"$1\"", live.toString(), merged.toString())
            .inheritIO()
            .start();
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FAILED;
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var inside = Files.list(folder)) {
      for (Path file : inside.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
