package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `kubectl version`
@Command(name = "version", description = "Prints the versions of client and server.")
public final class VersionCommand extends KubectlAction {
  /// The Kubernetes version whose words and formats this client speaks.
  static final String CLIENT_VERSION = "v1.36.0";

  @Mixin OutputOptions output;

  @Option(names = "--client", description = "Only the client's version: no server is asked.")
  boolean clientOnly;

  @Override
  int run(Session session) {
    ObjectNode versions = JsonNodeFactory.instance.objectNode();
    versions
        .putObject("clientVersion")
        .put("major", "1")
        .put("minor", "36")
        .put("gitVersion", CLIENT_VERSION);
    JsonNode server = clientOnly ? null : session.client().get("/version");
    if (output.format.isEmpty()) {
      session.println("Client Version: " + CLIENT_VERSION);
      if (server != null) {
        session.println("Server Version: " + server.path("gitVersion").asText());
      }
      return OK;
    }
    if (server != null) {
      versions.set("serverVersion", server);
    }
    output.check();
    session.print(output.render(versions));
    return OK;
  }
}
