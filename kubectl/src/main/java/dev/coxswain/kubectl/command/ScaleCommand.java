package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.coxswain.kubectl.rest.RestClient;
import dev.coxswain.kubectl.rest.ServerError;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `kubectl scale`
@Command(name = "scale", description = "Sets how many pods something has.")
public final class ScaleCommand extends KubectlAction {
  @Mixin OutputOptions output;
  @Mixin WriteOptions write;

  @Parameters(arity = "0..*", paramLabel = "TYPE/NAME")
  List<String> words = List.of();

  @Option(names = "--replicas", description = "The new number of pods.")
  Integer replicas;

  @Option(
      names = "--current-replicas",
      defaultValue = "-1",
      description = "Only when it has so many now.")
  int current;

  @Override
  int run(Session session) {
    if (replicas == null) {
      throw new Failure("required flag(s) \"replicas\" not set");
    }
    if (replicas < 0) {
      throw new Failure(
          "The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0");
    }
    List<String> failures = new ArrayList<>();
    boolean any = false;
    for (Selected one : Selected.parse(words, session.discovery())) {
      for (String name : one.names()) {
        try {
          scale(session, one, name);
          any = true;
        } catch (ServerError e) {
          failures.add(e.getMessage());
        }
      }
    }
    if (!failures.isEmpty()) {
      String told = String.join(", ", failures);
      throw new Failure(any ? told : "no objects passed to scale " + told);
    }
    return OK;
  }

  private void scale(Session session, Selected one, String name) {
    String path = one.resource().path(session.namespace(), name);
    JsonNode object = session.client().get(path);
    if (current >= 0) {
      int now = object.path("spec").path("replicas").asInt();
      if (now != current) {
        throw new Failure("Expected replicas to be %d, was %d".formatted(current, now));
      }
    }
    if (!write.onClient()) {
      var patch = JsonNodeFactory.instance.objectNode();
      patch.putObject("spec").put("replicas", replicas);
      session
          .client()
          .patch(path + "/scale" + write.query("kubectl"), RestClient.MERGE_PATCH, patch);
    }
    Created.tell(session, one.resource(), object, output, "scaled" + write.suffix());
  }
}
