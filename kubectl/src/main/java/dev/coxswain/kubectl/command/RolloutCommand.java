package dev.coxswain.kubectl.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `kubectl rollout`
@Command(
    name = "rollout",
    description = "Manages the rollout of a resource.",
    subcommands = {
      RolloutHistoryCommand.class,
      RolloutPauseCommand.class,
      RolloutRestartCommand.class,
      RolloutResumeCommand.class,
      RolloutStatusCommand.class,
      RolloutUndoCommand.class
    })
public final class RolloutCommand implements Runnable {
  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "must be called with a command, such as status");
  }
}
