package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.kubectl.rest.RestClient;
import dev.coxswain.kubectl.rest.ServerError;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// What `pause`, `resume` and `restart` have in common: one patch of each object.
abstract class RolloutChange extends KubectlAction {
  @Mixin TargetOptions targets;
  @Mixin WriteOptions write;
  @Mixin OutputOptions output;

  @Parameters(arity = "0..*", paramLabel = "TYPE/NAME")
  List<String> words = List.of();

  @Override
  int run(Session session) {
    var failures = new Failures(session, false);
    for (Target target : targets.find(session, words, failures)) {
      try {
        JsonNode now =
            session
                .client()
                .patch(
                    target.path() + write.patchQuery("kubectl-rollout"),
                    RestClient.STRATEGIC_PATCH,
                    patch(target));
        Created.tell(session, target.resource(), now, output, told() + write.suffix());
      } catch (ServerError e) {
        failures.add(e);
      } catch (Failure e) {
        failures.add(e);
      }
    }
    return failures.exitCode();
  }

  /// What changes.
  ///
  /// @throws KubectlAction.Failure if the object does not admit it
  abstract ObjectNode patch(Target target);

  /// What happened, such as `paused`.
  abstract String told();

  static String called(Target target) {
    return "%s \"%s\"".formatted(target.resource().groupResource(), target.name());
  }

  static boolean isPaused(Target target) {
    return target.object().path("spec").path("paused").asBoolean();
  }

  static void requireDeployment(Target target, String doing) {
    if (!target.resource().kind().equals("Deployment")) {
      throw new Failure(called(target) + " " + doing + " is not supported");
    }
  }
}
