package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.apimachinery.schema.Schema;
import dev.coxswain.apimachinery.schema.Schemas;
import dev.coxswain.apimachinery.scheme.GroupVersionKind;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.kubectl.apply.LastApplied;
import dev.coxswain.kubectl.apply.ThreeWayPatch;
import dev.coxswain.kubectl.discovery.ApiResource;
import dev.coxswain.kubectl.manifest.Manifests;
import dev.coxswain.kubectl.rest.RestClient;
import dev.coxswain.kubectl.rest.ServerError;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `kubectl apply`
@Command(name = "apply", description = "Makes objects what files say.")
public final class ApplyCommand extends KubectlAction {
  private static final String MANAGER = "kubectl-client-side-apply";

  @Mixin FileOptions files;
  @Mixin WriteOptions write;
  @Mixin OutputOptions output;

  @Option(names = "--server-side", description = "Lets the server merge and keep track of owners.")
  boolean serverSide;

  @Option(names = "--force-conflicts", description = "Takes fields over from their owners.")
  boolean force;

  @Override
  int run(Session session) throws IOException {
    if (!files.isSet()) {
      throw new Failure("must specify one of -f and -k");
    }
    var failures = new Failures(session, false);
    for (ObjectNode object : Manifests.read(files.places, files.recursive, System.in)) {
      try {
        apply(session, files.resourceOf(session, object), object);
      } catch (ServerError e) {
        failures.add(e);
      }
    }
    return failures.exitCode();
  }

  private void apply(Session session, ApiResource resource, ObjectNode object) {
    var metadata = object.withObject("/metadata");
    if (resource.namespaced() && !metadata.has("namespace")) {
      metadata.put("namespace", session.namespace());
    }
    String path =
        resource.path(metadata.path("namespace").asText(), metadata.path("name").asText());
    if (serverSide) {
      applyOnServer(session, resource, object, path);
    } else {
      applyOnClient(session, resource, object, path);
    }
  }

  private void applyOnServer(
      Session session, ApiResource resource, ObjectNode object, String path) {
    String query = write.query("kubectl") + "&force=" + force;
    JsonNode now = session.client().patch(path + query, RestClient.APPLY_PATCH, object);
    Created.tell(session, resource, now, output, "serverside-applied" + write.suffix());
  }

  private void applyOnClient(
      Session session, ApiResource resource, ObjectNode object, String path) {
    JsonNode live;
    try {
      live = session.client().get(path);
    } catch (ServerError e) {
      if (!e.isNotFound()) {
        throw e;
      }
      create(session, resource, LastApplied.remember(object));
      return;
    }
    var last = LastApplied.of(live);
    if (last.isEmpty()) {
      session.complain(
          "Warning: resource %s is missing the kubectl.kubernetes.io/last-applied-configuration annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically."
              .formatted(resource.plural() + "/" + object.path("metadata").path("name").asText()));
    }
    JsonNode before = last.orElse(JsonNodeFactory.instance.objectNode());
    var schema = schema(resource);
    var patch = ThreeWayPatch.between(before, LastApplied.remember(object), live, schema);
    if (patch.isEmpty()) {
      Created.tell(session, resource, live, output, "unchanged" + write.suffix());
      return;
    }
    JsonNode now = write.onClient() ? live : patch(session, path, patch, schema);
    Created.tell(session, resource, now, output, "configured" + write.suffix());
  }

  private JsonNode patch(Session session, String path, ObjectNode patch, Schema schema) {
    return session.client().patch(path + write.query(MANAGER), mediaType(schema), patch);
  }

  private void create(Session session, ApiResource resource, ObjectNode object) {
    JsonNode now = object;
    if (!write.onClient()) {
      String namespace = object.path("metadata").path("namespace").asText();
      now = session.client().post(resource.path(namespace) + write.query(MANAGER), object);
    }
    Created.tell(session, resource, now, output, "created" + write.suffix());
  }

  /// How a patch by a schema is sent.
  static String mediaType(Schema schema) {
    return schema instanceof Schema.Any ? RestClient.MERGE_PATCH : RestClient.STRATEGIC_PATCH;
  }

  /// Kinds that we don't know, such as custom ones, are merged as plain JSON.
  static Schema schema(ApiResource resource) {
    return Scheme.kubernetes()
        .kind(new GroupVersionKind(resource.group(), resource.version(), resource.kind()))
        .map(kind -> Schemas.of(kind.descriptor()))
        .orElse(new Schema.Any());
  }
}
