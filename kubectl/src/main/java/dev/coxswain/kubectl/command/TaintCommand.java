package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.coxswain.kubectl.rest.RestClient;
import dev.coxswain.kubectl.rest.ServerError;
import java.util.List;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `kubectl taint`
@Command(name = "taint", description = "Sets and removes taints of nodes.")
public final class TaintCommand extends KubectlAction {
  @Mixin TargetOptions targets;
  @Mixin WriteOptions write;
  @Mixin OutputOptions output;

  @Parameters(arity = "0..*", paramLabel = "node NAME KEY=VALUE:EFFECT|KEY:EFFECT-")
  List<String> words = List.of();

  @Option(names = "--overwrite", description = "Taints that are there may be changed.")
  boolean overwrite;

  @Override
  int run(Session session) {
    var taints = words.stream().filter(TaintChange::isTaint).toList();
    if (taints.isEmpty()) {
      throw new Failure("at least one taint update is required");
    }
    var change = TaintChange.parse(taints);
    var objects = words.stream().filter(Predicate.not(TaintChange::isTaint)).toList();
    var failures = new Failures(session, false);
    for (Target target : targets.find(session, objects, failures)) {
      try {
        var patch = JsonNodeFactory.instance.objectNode();
        var after = change.applyTo(target.object(), overwrite);
        patch.putObject("spec").set("taints", after.isEmpty() ? patch.nullNode() : after);
        JsonNode now =
            write.onClient()
                ? target.object()
                : session
                    .client()
                    .patch(
                        target.path() + write.patchQuery("kubectl-taint"),
                        RestClient.MERGE_PATCH,
                        patch);
        Created.tell(session, target.resource(), now, output, change.told() + write.suffix());
      } catch (ServerError e) {
        failures.add(e);
      } catch (Failure e) {
        failures.add(e);
      }
    }
    return failures.exitCode();
  }
}
