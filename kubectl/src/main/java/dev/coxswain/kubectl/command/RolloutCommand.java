package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.apimachinery.time.Times;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `kubectl rollout`
@Command(
    name = "rollout",
    description = "Manages the rollout of a resource.",
    subcommands = RolloutCommand.StatusCommand.class)
public final class RolloutCommand implements Runnable {
  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "must be called with a command, such as status");
  }

  /// `kubectl rollout status`
  @Command(name = "status", description = "Follows the latest rollout until it is done.")
  static final class StatusCommand extends KubectlAction {
    private static final Duration FOR_EVER = Duration.ofDays(7);

    @Mixin SelectionOptions selection;

    @Parameters(arity = "0..*", paramLabel = "TYPE/NAME")
    List<String> words = List.of();

    @Option(
        names = {"-w", "--watch"},
        defaultValue = "true",
        arity = "0..1",
        fallbackValue = "true",
        description = "Waits until the rollout is done.")
    boolean watch;

    @Option(
        names = "--timeout",
        defaultValue = "0s",
        description = "How long to wait; 0s is for ever.")
    String timeout;

    @Override
    int run(Session session) {
      for (Selected one : Selected.parse(words, session.discovery())) {
        if (!one.resource().kind().equals("Deployment")) {
          throw new Failure("no status viewer has been implemented for " + one.resource().kind());
        }
        for (String name : one.names()) {
          follow(session, one.resource().path(session.namespace(), name));
        }
      }
      return OK;
    }

    private void follow(Session session, String path) {
      String[] told = {""};
      Duration atMost = Times.parseGoDuration(timeout);
      boolean done =
          Polling.until(
              watch ? (atMost.isZero() ? FOR_EVER : atMost) : Duration.ZERO,
              () -> {
                var progress = Progress.of(session.client().get(path));
                if (!progress.message().equals(told[0])) {
                  told[0] = progress.message();
                  session.println(progress.message());
                }
                return progress.done();
              });
      if (!done && watch) {
        throw new Failure("timed out waiting for the condition");
      }
    }
  }

  /// How far a deployment's rollout is. Pure.
  record Progress(String message, boolean done) {
    static Progress of(JsonNode deployment) {
      String name = deployment.path("metadata").path("name").asText();
      JsonNode status = deployment.path("status");
      if (status.path("observedGeneration").asLong()
          < deployment.path("metadata").path("generation").asLong()) {
        return new Progress("Waiting for deployment spec update to be observed...", false);
      }
      for (JsonNode condition : status.path("conditions")) {
        if (condition.path("reason").asText().equals("ProgressDeadlineExceeded")) {
          throw new KubectlAction.Failure(
              "deployment \"%s\" exceeded its progress deadline".formatted(name));
        }
      }
      return counts(name, deployment.path("spec").path("replicas").asInt(1), status);
    }

    private static Progress counts(String name, int wanted, JsonNode status) {
      int updated = status.path("updatedReplicas").asInt();
      int all = status.path("replicas").asInt();
      int available = status.path("availableReplicas").asInt();
      String start = "Waiting for deployment \"%s\" rollout to finish: ".formatted(name);
      if (updated < wanted) {
        return new Progress(
            start + "%d out of %d new replicas have been updated...".formatted(updated, wanted),
            false);
      }
      if (all > updated) {
        return new Progress(
            start + "%d old replicas are pending termination...".formatted(all - updated), false);
      }
      if (available < updated) {
        return new Progress(
            start + "%d of %d updated replicas are available...".formatted(available, updated),
            false);
      }
      return new Progress("deployment \"%s\" successfully rolled out".formatted(name), true);
    }
  }
}
