package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.kubectl.rest.ServerError;
import java.io.IOException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// A command below `create` that makes one object of one kind from flags.
abstract class Generator extends KubectlAction {
  private static final String MANAGER = "kubectl-create";

  @Mixin WriteOptions write;
  @Mixin OutputOptions output;

  @Parameters(index = "0", arity = "0..1", paramLabel = "NAME")
  String name;

  @Option(names = "--save-config", description = "Remembers the configuration, for a later apply.")
  boolean saveConfig;

  /// The resource, such as `secrets`.
  abstract String resource();

  /// What precedes the server's words when it refuses; empty for nothing.
  abstract String refused();

  /// The object that the flags describe.
  abstract ObjectNode object(Session session) throws IOException;

  @Override
  int run(Session session) throws IOException {
    if (name == null) {
      throw new Failure("exactly one NAME is required, got 0");
    }
    var object = object(session);
    if (saveConfig) {
      object = dev.coxswain.kubectl.apply.LastApplied.remember(object);
    }
    try {
      Created.create(
          session, session.discovery().named(resource()), object, write, output, MANAGER);
      return OK;
    } catch (ServerError e) {
      if (refused().isEmpty()) {
        throw e;
      }
      throw new Failure(refused() + " " + e.getMessage());
    }
  }

  static void addAll(ObjectNode parent, String field, java.util.List<String> values) {
    var array = parent.putArray(field);
    values.forEach(array::add);
  }
}
