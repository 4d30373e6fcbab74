package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import picocli.CommandLine.Command;

/// `kubectl rollout restart`
@Command(name = "restart", description = "Replaces all pods, as after a change.")
final class RolloutRestartCommand extends RolloutChange {
  private static final Set<String> KINDS = Set.of("Deployment", "DaemonSet", "StatefulSet");

  private final Clock clock = Clock.systemUTC();

  @Override
  ObjectNode patch(Target target) {
    if (!KINDS.contains(target.resource().kind())) {
      throw new Failure(called(target) + " restarting is not supported");
    }
    if (isPaused(target)) {
      throw new Failure(
          called(target) + " can't restart paused deployment (run rollout resume first)");
    }
    var patch = JsonNodeFactory.instance.objectNode();
    patch
        .withObject("/spec/template/metadata/annotations")
        .put(
            "kubectl.kubernetes.io/restartedAt",
            clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    return patch;
  }

  @Override
  String told() {
    return "restarted";
  }
}
