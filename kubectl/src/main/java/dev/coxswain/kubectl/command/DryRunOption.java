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
    return dryRun.equals("client");
  }

  boolean onServer() {
    return dryRun.equals("server");
  }

  /// What is added to the line that tells what happened.
  String suffix() {
    return switch (dryRun) {
      case "client" -> " (dry run)";
      case "server" -> " (server dry run)";
      case "none" -> "";
      default ->
          throw new KubectlAction.Failure(
              "Invalid dry-run value (%s). Must be \"none\", \"server\", or \"client\"."
                  .formatted(dryRun));
    };
  }
}
