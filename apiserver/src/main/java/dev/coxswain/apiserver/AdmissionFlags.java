package dev.coxswain.apiserver;

import dev.coxswain.apiserver.admission.catalog.AdmissionConfiguration;
import dev.coxswain.apiserver.admission.catalog.AdmissionSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Who looks at writes before they are stored.
final class AdmissionFlags {
  @Option(
      names = "--enable-admission-plugins",
      paramLabel = "NAME",
      split = ",",
      description = "Admission plugins that run besides those that run by default.")
  List<String> enabled = List.of();

  @Option(
      names = "--disable-admission-plugins",
      paramLabel = "NAME",
      split = ",",
      description = "Admission plugins that do not run although they would by default.")
  List<String> disabled = List.of();

  @Option(
      names = "--admission-control-config-file",
      paramLabel = "FILE",
      description = "An AdmissionConfiguration with the configuration of plugins.")
  Optional<Path> configuration = Optional.empty();

  @Option(
      names = "--default-not-ready-toleration-seconds",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description =
          "How long pods stay on a node that is not ready, unless they say otherwise (default:"
              + " ${DEFAULT-VALUE}).")
  long notReadySeconds;

  @Option(
      names = "--default-unreachable-toleration-seconds",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description =
          "How long pods stay on a node that cannot be reached, unless they say otherwise (default:"
              + " ${DEFAULT-VALUE}).")
  long unreachableSeconds;

  /// @throws IllegalArgumentException if the configuration makes no sense
  AdmissionSettings settings() {
    return new AdmissionSettings(
        enabled,
        disabled,
        configuration.map(AdmissionConfiguration::read).orElseGet(AdmissionConfiguration::none),
        notReadySeconds,
        unreachableSeconds);
  }
}
