package dev.coxswain.kubectl.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `kubectl set`
@Command(
    name = "set",
    description = "Changes one feature of objects.",
    subcommands = {
      SetImageCommand.class,
      SetEnvCommand.class,
      SetResourcesCommand.class,
      SetServiceAccountCommand.class,
      SetSelectorCommand.class
    })
public final class SetCommand implements Runnable {
  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "must be called with a command: image, env, resources, serviceaccount or selector");
  }
}
