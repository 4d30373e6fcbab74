package dev.coxswain.kubectl.command;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The options that every command takes, before or after its name.
public final class GlobalOptions {
  /// The command that has them.
  public interface Holder {
    GlobalOptions globalOptions();
  }

  @Option(
      names = "--kubeconfig",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description = "Path of the kubeconfig file.")
  Path kubeconfig;

  @Option(
      names = "--context",
      scope = ScopeType.INHERIT,
      paramLabel = "NAME",
      description = "The kubeconfig context to use.")
  String context;

  @Option(
      names = {"-n", "--namespace"},
      scope = ScopeType.INHERIT,
      paramLabel = "NAME",
      description = "The namespace of the request.")
  String namespace;

  @Option(
      names = {"-s", "--server"},
      scope = ScopeType.INHERIT,
      paramLabel = "URL",
      description = "The address of the API server.")
  String server;

  @Option(
      names = "--token",
      scope = ScopeType.INHERIT,
      description = "Bearer token for the API server.")
  String token;

  @Option(
      names = "--as",
      scope = ScopeType.INHERIT,
      paramLabel = "USER",
      description = "The user to impersonate.")
  String as;

  Optional<String> namespace() {
    return Optional.ofNullable(namespace).filter(name -> !name.isEmpty());
  }
}
