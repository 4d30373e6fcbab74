package dev.coxswain.kubelet;

import dev.coxswain.kubelet.eviction.Threshold;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// How pods are run: `@Mixin RuntimeFlags runtime;`.
final class RuntimeFlags {
  private static final List<String> HAIRPIN_MODES =
      List.of("promiscuous-bridge", "hairpin-veth", "none");

  @Option(
      names = "--container-runtime",
      paramLabel = "NAME",
      defaultValue = "docker",
      description = "The container runtime (default: ${DEFAULT-VALUE}, the only one).")
  String runtime;

  @Option(
      names = "--docker-endpoint",
      paramLabel = "URL",
      defaultValue = "unix:///var/run/docker.sock",
      description = "Where the Docker Engine listens (default: ${DEFAULT-VALUE}).")
  String dockerEndpoint;

  @Option(
      names = "--container-runtime-endpoint",
      paramLabel = "URL",
      description = "Another name of --docker-endpoint.")
  Optional<String> runtimeEndpoint = Optional.empty();

  @Option(
      names = "--pod-infra-container-image",
      paramLabel = "IMAGE",
      defaultValue = "coxswain/pause:v1",
      description =
          "The image of the process that holds a pod's namespaces (default: ${DEFAULT-VALUE}).")
  String pauseImage;

  @Option(
      names = "--network-name",
      paramLabel = "NAME",
      defaultValue = "coxswain",
      description = "The engine's network for pods (default: ${DEFAULT-VALUE}).")
  String network;

  @Option(
      names = "--hairpin-mode",
      paramLabel = "MODE",
      defaultValue = "promiscuous-bridge",
      description =
          "Whether a pod may reach itself through a service: promiscuous-bridge and hairpin-veth"
              + " say yes, none says no.")
  String hairpinMode;

  @Option(
      names = "--serialize-image-pulls",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "true",
      description = "Pull one image at a time (default: ${DEFAULT-VALUE}).")
  boolean serializePulls;

  @Option(
      names = "--pod-max-pids",
      paramLabel = "NUMBER",
      defaultValue = "0",
      description = "The most processes of a container; 0 for no limit.")
  long podPidsLimit;

  @Option(
      names = "--runtime-request-timeout",
      paramLabel = "DURATION",
      defaultValue = "2m",
      description = "How long a call to the runtime may take (default: ${DEFAULT-VALUE}).")
  Duration timeout;

  @Option(
      names = "--sync-frequency",
      paramLabel = "DURATION",
      defaultValue = "1m",
      description =
          "How often a pod is looked at although nothing happened (default: ${DEFAULT-VALUE}).")
  Duration syncFrequency;

  @Option(
      names = "--eviction-hard",
      paramLabel = "SIGNAL<AMOUNT",
      defaultValue = Threshold.DEFAULTS,
      description = "What has to be left before pods are evicted (default: ${DEFAULT-VALUE}).")
  String evictionHard;

  @Option(
      names = "--eviction-pressure-transition-period",
      paramLabel = "DURATION",
      defaultValue = "5m",
      description =
          "How long the node says that it is short of something after it was (default:"
              + " ${DEFAULT-VALUE}).")
  Duration pressureTransition;

  String endpoint() {
    if (!runtime.equals("docker")) {
      throw new IllegalArgumentException("--container-runtime wants docker, got " + runtime);
    }
    return runtimeEndpoint.orElse(dockerEndpoint);
  }

  boolean hairpin() {
    if (!HAIRPIN_MODES.contains(hairpinMode)) {
      throw new IllegalArgumentException(
          "--hairpin-mode wants one of " + HAIRPIN_MODES + ", got " + hairpinMode);
    }
    return !hairpinMode.equals("none");
  }
}
