package dev.coxswain.kubectl;

import dev.coxswain.kubectl.command.ApiResourcesCommand;
import dev.coxswain.kubectl.command.ApplyCommand;
import dev.coxswain.kubectl.command.ClusterInfoCommand;
import dev.coxswain.kubectl.command.CreateCommand;
import dev.coxswain.kubectl.command.DeleteCommand;
import dev.coxswain.kubectl.command.DescribeCommand;
import dev.coxswain.kubectl.command.ExecCommand;
import dev.coxswain.kubectl.command.ExposeCommand;
import dev.coxswain.kubectl.command.GetCommand;
import dev.coxswain.kubectl.command.LogsCommand;
import dev.coxswain.kubectl.command.RolloutCommand;
import dev.coxswain.kubectl.command.RunCommand;
import dev.coxswain.kubectl.command.ScaleCommand;
import dev.coxswain.kubectl.command.VersionCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The bundled command line for Kubernetes API servers.
@Command(
    name = "kubectl",
    description = "Controls a cluster through its Kubernetes API.",
    subcommands = {
      ApiResourcesCommand.class,
      ApplyCommand.class,
      ClusterInfoCommand.class,
      CreateCommand.class,
      DeleteCommand.class,
      DescribeCommand.class,
      ExecCommand.class,
      ExposeCommand.class,
      GetCommand.class,
      LogsCommand.class,
      RolloutCommand.class,
      RunCommand.class,
      ScaleCommand.class,
      VersionCommand.class
    })
public final class KubectlCommand implements Runnable {
  @Spec CommandSpec spec;

  private KubectlCommand() {}

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /// Runs one command and exits with its code.
  public static void main(String[] words) {
    System.exit(commandLine().execute(words));
  }

  static CommandLine commandLine() {
    var commandLine = new CommandLine(new KubectlCommand());
    commandLine.setParameterExceptionHandler(KubectlCommand::explain);
    commandLine.setPosixClusteredShortOptionsAllowed(true);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    return commandLine;
  }

  /// Wrong words are told in one line, as upstream does, and fail with 1.
  private static int explain(ParameterException e, String[] words) {
    var err = e.getCommandLine().getErr();
    err.println("error: " + e.getMessage());
    err.println(
        "See '%s --help' for usage."
            .formatted(e.getCommandLine().getCommandSpec().qualifiedName()));
    return 1;
  }
}
