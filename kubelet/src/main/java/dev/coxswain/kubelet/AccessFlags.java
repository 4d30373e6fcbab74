package dev.coxswain.kubelet;

import dev.coxswain.kubelet.access.AccessRules;
import dev.coxswain.kubelet.access.AccessRules.Authorization;
import java.time.Duration;
import picocli.CommandLine.Option;

/// Who may ask the kubelet for what: `@Mixin AccessFlags access;`. The defaults are the safe ones,
/// those of a configuration file upstream.
final class AccessFlags {
  @Option(
      names = "--anonymous-auth",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "false",
      description =
          "Whether requests without credentials are those of system:anonymous (default:"
              + " ${DEFAULT-VALUE}).")
  boolean anonymous;

  @Option(
      names = "--authentication-token-webhook",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "true",
      description =
          "Whether the API server is asked whose a bearer token is (default: ${DEFAULT-VALUE}).")
  boolean tokens;

  @Option(
      names = "--authentication-token-webhook-cache-ttl",
      paramLabel = "DURATION",
      defaultValue = "2m",
      description = "How long an answer about a token holds (default: ${DEFAULT-VALUE}).")
  Duration tokenTtl;

  @Option(
      names = "--authorization-mode",
      paramLabel = "MODE",
      defaultValue = "Webhook",
      description =
          "Who decides what users may: Webhook asks the API server, AlwaysAllow asks nobody"
              + " (default: ${DEFAULT-VALUE}).")
  String mode;

  @Option(
      names = "--authorization-webhook-cache-authorized-ttl",
      paramLabel = "DURATION",
      defaultValue = "5m",
      description = "How long a permission holds (default: ${DEFAULT-VALUE}).")
  Duration allowedTtl;

  @Option(
      names = "--authorization-webhook-cache-unauthorized-ttl",
      paramLabel = "DURATION",
      defaultValue = "30s",
      description = "How long a refusal holds (default: ${DEFAULT-VALUE}).")
  Duration refusedTtl;

  AccessRules rules() {
    return new AccessRules(anonymous, tokens, tokenTtl, authorization(), allowedTtl, refusedTtl);
  }

  private Authorization authorization() {
    return switch (mode) {
      case "Webhook" -> Authorization.WEBHOOK;
      case "AlwaysAllow" -> Authorization.ALWAYS_ALLOW;
      default -> throw new IllegalArgumentException("unknown authorization mode " + mode);
    };
  }
}
