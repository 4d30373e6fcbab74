package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;

/// `kubectl rollout resume`
@Command(name = "resume", description = "Lets a paused rollout go on.")
final class RolloutResumeCommand extends RolloutChange {
  @Override
  ObjectNode patch(Target target) {
    requireDeployment(target, "resuming");
    if (!isPaused(target)) {
      throw new Failure(called(target) + " is not paused");
    }
    var patch = JsonNodeFactory.instance.objectNode();
    patch.putObject("spec").put("paused", false);
    return patch;
  }

  @Override
  String told() {
    return "resumed";
  }
}
