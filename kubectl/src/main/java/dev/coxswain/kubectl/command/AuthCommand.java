package dev.coxswain.kubectl.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `kubectl auth`
@Command(
    name = "auth",
    description = "Says who you are and what you may do.",
    subcommands = {CanICommand.class, WhoAmICommand.class})
public final class AuthCommand implements Runnable {
  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "must be called with a command: can-i or whoami");
  }
}
