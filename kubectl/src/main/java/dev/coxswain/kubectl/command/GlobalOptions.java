package dev.coxswain.kubectl.command;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The options that every command takes.
public final class GlobalOptions {
  @Option(names = "--kubeconfig", paramLabel = "FILE", description = "Path of the kubeconfig file.")
  Path kubeconfig;

  @Option(names = "--context", paramLabel = "NAME", description = "The kubeconfig context to use.")
  String context;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "The namespace of the request.")
  String namespace;

  @Option(
      names = {"-s", "--server"},
      paramLabel = "URL",
      description = "The address of the API server.")
  String server;

  @Option(names = "--token", description = "Bearer token for the API server.")
  String token;

  @Option(names = "--as", paramLabel = "USER", description = "The user to impersonate.")
  String as;

  Optional<String> namespace() {
    return Optional.ofNullable(namespace).filter(name -> !name.isEmpty());
  }
}
