package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.kubectl.discovery.ApiResource;

/// Creates an object, or only shows it, and tells what happened.
final class Created {
  private Created() {}

  /// @param manager the command's name as a writer of fields
  /// @return the object as it is now; as it was given on a client's dry run
  static JsonNode create(
      Session session,
      ApiResource resource,
      ObjectNode object,
      WriteOptions write,
      OutputOptions output,
      String manager) {
    return create(session, resource, object, write, output, manager, "created");
  }

  /// @param done what is told to have happened
  static JsonNode create(
      Session session,
      ApiResource resource,
      ObjectNode object,
      WriteOptions write,
      OutputOptions output,
      String manager,
      String done) {
    var metadata = object.withObject("/metadata");
    if (resource.namespaced()
        && !metadata.has("namespace")
        && (session.namespaceGiven() || !write.onClient())) {
      metadata.put("namespace", session.namespace());
    }
    JsonNode now = object;
    if (!write.onClient()) {
      String namespace = metadata.path("namespace").asText();
      if (resource.namespaced()
          && !namespace.equals(session.namespace())
          && session.namespaceGiven()) {
        throw new KubectlAction.Failure(
            "the namespace from the provided object \"%s\" does not match the namespace \"%s\". You must pass '--namespace=%s' to perform this operation."
                .formatted(namespace, session.namespace(), namespace));
      }
      now = session.client().post(resource.path(namespace) + write.query(manager), object);
    }
    tell(session, resource, now, output, done + write.suffix());
    return now;
  }

  /// Prints `deployment.apps/web created`, or the object in the format asked for.
  static void tell(
      Session session, ApiResource resource, JsonNode object, OutputOptions output, String what) {
    String name = object.path("metadata").path("name").asText();
    if (output.format.isEmpty()) {
      session.println(resource.display(name) + " " + what);
    } else if (output.isName()) {
      session.println(resource.display(name));
    } else {
      output.check();
      session.print(output.render(object));
    }
  }
}
