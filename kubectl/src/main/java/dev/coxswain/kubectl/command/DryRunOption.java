package dev.coxswain.kubectl.command;

import picocli.CommandLine.Option;

/// Whether a command only tells what it would do.
final class DryRunOption {
  @Option(
      names = "--dry-run",
      defaultValue = "none",
      arity = "0..1",
      fallbackValue = "unchanged",
      description = "none, server or client.")
  String dryRun;

  boolean onClient() {
    return strategy().equals("client");
  }

  boolean onServer() {
    return strategy().equals("server");
  }

  /// What is added to the line that tells what happened.
  String suffix() {
    return switch (strategy()) {
      case "client" -> " (dry run)";
      case "server" -> " (server dry run)";
      default -> "";
    };
  }

  /// Whoever misspells it wants anything but the deed itself.
  private String strategy() {
    return switch (dryRun) {
      case "none", "client", "server" -> dryRun;
      default ->
          throw new KubectlAction.Failure(
              "Invalid dry-run value (%s). Must be \"none\", \"server\", or \"client\"."
                  .formatted(dryRun));
    };
  }
}
