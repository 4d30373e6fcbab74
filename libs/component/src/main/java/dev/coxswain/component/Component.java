package dev.coxswain.component;

import java.time.Duration;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/// Runs a command line: `System.exit(Component.run(new SchedulerCommand(), args))`.
public final class Component {
  private Component() {}

  /// Parses the arguments and runs the command.
  ///
  /// @return the exit code: the command's own, 1 when it failed (the message is on the error
  ///   stream), 2 for bad flags
  public static int run(Object command, String... args) {
    return commandLine(command).execute(args);
  }

  /// The same, still to be adjusted.
  public static CommandLine commandLine(Object command) {
    return new CommandLine(command)
        .registerConverter(Duration.class, new GoDurationConverter())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Component::failed);
  }

  private static int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
    LoggerFactory.getLogger(Component.class).atDebug().setCause(e).log("failed");
    command.getErr().println(command.getCommandName() + ": " + message(e));
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static String message(Throwable e) {
    var own = e.getMessage() == null ? e.getClass().getName() : e.getMessage();
    var cause = e.getCause() == null ? "" : message(e.getCause());
    return cause.isEmpty() || own.contains(cause) ? own : own + ": " + cause;
  }
}
