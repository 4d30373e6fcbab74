package dev.coxswain.kubeproxy.command;

import java.util.List;

/// The port to the system's tools.
public interface Commands {
  /// Runs a command to its end; output and errors come back together.
  ///
  /// @param input what it reads from its standard input
  Result run(List<String> command, String input);

  /// Runs a command that reads nothing.
  default Result run(List<String> command) {
    return run(command, "");
  }

  /// How a command ended.
  ///
  /// @param output standard output
  /// @param error standard error
  record Result(List<String> command, int exitCode, String output, String error) {
    /// Whether it exited with 0.
    public boolean succeeded() {
      return exitCode == 0;
    }

    /// Itself when it succeeded.
    ///
    /// @throws CommandFailed otherwise
    public Result orThrow() {
      if (!succeeded()) {
        throw new CommandFailed(this);
      }
      return this;
    }
  }

  /// A tool did not do what it was asked.
  final class CommandFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CommandFailed(Result result) {
      super(
          "`%s` exited with %d: %s"
              .formatted(
                  String.join(" ", result.command()), result.exitCode(), result.error().strip()));
    }
  }
}
