package dev.coxswain.apiserver.admission.catalog;

import dev.coxswain.apimachinery.status.GoText;
import java.util.ArrayList;
import java.util.List;

/// Which steps run, and how.
///
/// @param enabled run besides those that run by default
/// @param disabled do not run
/// @param notReadySeconds how long pods stay on a node that is not ready
/// @param unreachableSeconds how long pods stay on a node that cannot be reached
public record AdmissionSettings(
    List<String> enabled,
    List<String> disabled,
    AdmissionConfiguration configuration,
    long notReadySeconds,
    long unreachableSeconds) {
  private static final long SECONDS = 300;

  public AdmissionSettings {
    enabled = List.copyOf(enabled);
    disabled = List.copyOf(disabled);
  }

  /// What a cluster has unless told otherwise.
  public static AdmissionSettings standard() {
    return new AdmissionSettings(
        List.of(), List.of(), AdmissionConfiguration.none(), SECONDS, SECONDS);
  }

  boolean wants(String plugin, boolean byDefault) {
    return enabled.contains(plugin) || (byDefault && !disabled.contains(plugin));
  }

  /// @throws IllegalArgumentException if it names steps that don't exist, or the same one twice
  void check(List<String> known) {
    var errors = new ArrayList<String>();
    var both = enabled.stream().filter(disabled::contains).sorted().toList();
    if (!both.isEmpty()) {
      errors.add(
          "[%s] in enable-admission-plugins and disable-admission-plugins overlapped"
              .formatted(String.join(" ", both)));
    }
    unknown("enable", enabled, known, errors);
    unknown("disable", disabled, known, errors);
    if (!errors.isEmpty()) {
      throw new IllegalArgumentException(
          errors.size() == 1 ? errors.getFirst() : "[" + String.join(", ", errors) + "]");
    }
  }

  private static void unknown(
      String flag, List<String> named, List<String> known, List<String> errors) {
    named.stream()
        .filter(plugin -> !known.contains(plugin))
        .forEach(plugin ->
            errors.add(
                "%s-admission-plugins plugin %s is unknown".formatted(flag, GoText.quote(plugin))));
  }
}
