package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.coxswain.kubectl.rest.RestClient;
import dev.coxswain.kubectl.rest.ServerError;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `kubectl set selector`
@Command(name = "selector", description = "Changes which pods a service leads to.")
final class SetSelectorCommand extends KubectlAction {
  @Mixin TargetOptions targets;
  @Mixin WriteOptions write;
  @Mixin OutputOptions output;

  @Parameters(arity = "0..*", paramLabel = "TYPE/NAME KEY=VALUE")
  List<String> words = List.of();

  @Override
  int run(Session session) {
    if (words.isEmpty() || !words.getLast().contains("=")) {
      throw new Failure("one selector is required");
    }
    var selector = JsonNodeFactory.instance.objectNode();
    Objects.labels(words.getLast()).forEach(selector::put);
    var patch = JsonNodeFactory.instance.arrayNode();
    patch.addObject().put("op", "add").put("path", "/spec/selector").set("value", selector);
    var failures = new Failures(session, false);
    for (Target target : targets.find(session, words.subList(0, words.size() - 1), failures)) {
      try {
        JsonNode now =
            write.onClient()
                ? target.object()
                : session
                    .client()
                    .patch(
                        target.path() + write.patchQuery("kubectl-set"),
                        RestClient.JSON_PATCH,
                        patch);
        Created.tell(session, target.resource(), now, output, "selector updated" + write.suffix());
      } catch (ServerError e) {
        failures.add(e);
      }
    }
    return failures.exitCode();
  }
}
