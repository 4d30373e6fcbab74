package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;

/// `kubectl rollout pause`
@Command(name = "pause", description = "Stops a rollout from going on.")
final class RolloutPauseCommand extends RolloutChange {
  @Override
  ObjectNode patch(Target target) {
    requireDeployment(target, "pausing");
    if (isPaused(target)) {
      throw new Failure(called(target) + " is already paused");
    }
    var patch = JsonNodeFactory.instance.objectNode();
    patch.putObject("spec").put("paused", true);
    return patch;
  }

  @Override
  String told() {
    return "paused";
  }
}
