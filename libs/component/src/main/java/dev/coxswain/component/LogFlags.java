package dev.coxswain.component;

import picocli.CommandLine.Option;

/// What is logged, and how; mixed in everywhere: `@Mixin LogFlags logs;`, and `logs.apply()` first
/// of all.
public final class LogFlags {
  /// The forms of a line.
  public enum Format {
    TEXT,
    JSON
  }

  @Option(
      names = {"-v", "--v"},
      paramLabel = "LEVEL",
      defaultValue = "0",
      description =
          "How much to log: 0 changes, 4 decisions, 6 everything, 8 libraries too (default:"
              + " ${DEFAULT-VALUE}).")
  int verbosity;

  @Option(
      names = "--logging-format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json (default: ${DEFAULT-VALUE}).")
  Format format;

  /// From now on, the whole process logs like this.
  public void apply() {
    Logging.configure(verbosity, format);
  }
}
