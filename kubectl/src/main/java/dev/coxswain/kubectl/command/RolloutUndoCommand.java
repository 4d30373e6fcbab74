package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.kubectl.describe.TemplateLines;
import dev.coxswain.kubectl.rest.ServerError;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `kubectl rollout undo`
@Command(name = "undo", description = "Goes back to an earlier revision.")
final class RolloutUndoCommand extends KubectlAction {
  @Mixin TargetOptions targets;
  @Mixin WriteOptions write;
  @Mixin OutputOptions output;

  @Parameters(arity = "0..*", paramLabel = "TYPE/NAME")
  List<String> words = List.of();

  @Option(
      names = "--to-revision",
      defaultValue = "0",
      description = "The revision to go back to; 0 is the one before the latest.")
  long revision;

  @Override
  int run(Session session) {
    var failures = new Failures(session, false);
    for (Target target : targets.find(session, words, failures)) {
      try {
        undo(session, target);
      } catch (ServerError e) {
        failures.add(e);
      } catch (Failure e) {
        failures.add(e);
      }
    }
    return failures.exitCode();
  }

  private void undo(Session session, Target target) {
    if (target.object().path("spec").path("paused").asBoolean()) {
      throw new Failure(
          "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume %s' and try again"
              .formatted(target.display()));
    }
    var revisions = Revisions.fetch(session, target);
    JsonNode earlier = revisions.toUndoTo(revision);
    if (write.onClient()) {
      String shown = TemplateLines.raw(revisions.template(earlier));
      session.println(target.display() + " " + shown + write.suffix().strip());
      return;
    }
    if (revisions.isAt(earlier)) {
      tell(
          session,
          target,
          "skipped rollback (current template already matches revision %d)".formatted(revision));
      return;
    }
    revisions.restore(session, earlier, write.patchQuery("kubectl-rollout"));
    tell(session, target, "rolled back");
  }

  private void tell(Session session, Target target, String what) {
    Created.tell(session, target.resource(), target.object(), output, what + write.suffix());
  }
}
