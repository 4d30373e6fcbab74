package dev.coxswain.kubectl;

import dev.coxswain.kubectl.command.GlobalOptions;
import dev.coxswain.kubectl.command.Subcommands;
import dev.coxswain.kubectl.rest.RestClient;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/// The bundled command line for Kubernetes API servers.
@Command(
    name = "kubectl",
    description = "Controls a cluster through its Kubernetes API.",
    subcommands = HelpCommand.class)
public final class KubectlCommand implements Runnable, GlobalOptions.Holder {
  @Mixin GlobalOptions globalOptions;

  @Spec CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this help.")
  boolean help;

  private KubectlCommand() {}

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Override
  public GlobalOptions globalOptions() {
    return globalOptions;
  }

  /// Runs one command and exits with its code.
  public static void main(String[] words) {
    RestClient.allowUpgradeHeaders();
    System.exit(commandLine(words).execute(words));
  }

  static CommandLine commandLine(String... words) {
    var commandLine = new CommandLine(new KubectlCommand());
    Subcommands.add(commandLine, List.of(words));
    commandLine.setParameterExceptionHandler(KubectlCommand::explain);
    commandLine.setPosixClusteredShortOptionsAllowed(true);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    return commandLine;
  }

  /// Wrong words are told in one line, as upstream does, and fail with 1.
  private static int explain(ParameterException e, String[] words) {
    var err = e.getCommandLine().getErr();
    if (e instanceof UnmatchedArgumentException unmatched
        && e.getCommandLine().getParent() == null
        && !unmatched.getUnmatched().getFirst().startsWith("-")) {
      err.println(
          "error: unknown command \"%s\" for \"kubectl\""
              .formatted(unmatched.getUnmatched().getFirst()));
      return 1;
    }
    err.println("error: " + e.getMessage());
    err.println(
        "See '%s --help' for usage."
            .formatted(e.getCommandLine().getCommandSpec().qualifiedName()));
    return 1;
  }
}
