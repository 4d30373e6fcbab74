package dev.coxswain.apiserver.admission.podsecurity;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.coxswain.apiserver.admission.podsecurity.Policy.Standard;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What counts where no label says anything, and who need not care.
///
/// @param defaults for namespaces without labels
public record PodSecurityConfiguration(Defaults defaults, Exemptions exemptions) {
  public static final PodSecurityConfiguration DEFAULT =
      new PodSecurityConfiguration(
          new Defaults("", "", "", "", "", ""), new Exemptions(List.of(), List.of(), List.of()));

  public PodSecurityConfiguration {
    defaults = Optional.ofNullable(defaults).orElseGet(() -> new Defaults("", "", "", "", "", ""));
    exemptions =
        Optional.ofNullable(exemptions)
            .orElseGet(() -> new Exemptions(List.of(), List.of(), List.of()));
  }

  /// Levels and versions as labels spell them; empty for `privileged` and `latest`.
  public record Defaults(
      String enforce,
      @JsonProperty("enforce-version") String enforceVersion,
      String audit,
      @JsonProperty("audit-version") String auditVersion,
      String warn,
      @JsonProperty("warn-version") String warnVersion) {

    /// What they say together.
    ///
    /// @throws IllegalArgumentException for a level or version that does not exist
    Policy policy() {
      return new Policy(
          standard(enforce, enforceVersion),
          standard(audit, auditVersion),
          standard(warn, warnVersion));
    }

    private static Standard standard(String level, String version) {
      var as = Objects.requireNonNullElse(level, "");
      var of = Objects.requireNonNullElse(version, "");
      return new Standard(
          as.isEmpty()
              ? Level.PRIVILEGED
              : Level.parse(as)
                  .orElseThrow(() ->
                      new IllegalArgumentException(
                          "wants privileged, baseline or restricted, got " + as)),
          of.isEmpty()
              ? Version.LATEST
              : Version.parse(of)
                  .orElseThrow(
                      () -> new IllegalArgumentException("wants latest or v1.x, got " + of)));
    }
  }

  /// Whose pods are let in as they are.
  public record Exemptions(
      List<String> usernames, List<String> runtimeClasses, List<String> namespaces) {
    public Exemptions {
      usernames = List.copyOf(Objects.requireNonNullElse(usernames, List.of()));
      runtimeClasses = List.copyOf(Objects.requireNonNullElse(runtimeClasses, List.of()));
      namespaces = List.copyOf(Objects.requireNonNullElse(namespaces, List.of()));
    }
  }
}
