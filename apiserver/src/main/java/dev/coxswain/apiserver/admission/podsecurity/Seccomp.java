package dev.coxswain.apiserver.admission.podsecurity;

import dev.coxswain.apiserver.admission.podsecurity.Control.Finding;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Which system calls a container may make.
final class Seccomp {
  private static final String OF_POD = "seccomp.security.alpha.kubernetes.io/pod";
  private static final String OF_CONTAINER = "container.seccomp.security.alpha.kubernetes.io/";
  private static final Set<String> PROFILES = Set.of("RuntimeDefault", "Localhost");
  private static final Set<String> BASELINE = Set.of("", "RuntimeDefault", "Localhost");

  private Seccomp() {}

  /// As it was told before there were fields for it.
  static Optional<Finding> annotations(PodView pod) {
    var bad = new TreeSet<String>();
    pod.metadata()
        .getAnnotationsMap()
        .forEach((key, value) -> {
          boolean meant = key.equals(OF_POD) || key.startsWith(OF_CONTAINER);
          if (meant && value.equals("unconfined")) {
            bad.add("%s=\"%s\"".formatted(key, value));
          }
        });
    return bad.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Finding(
                "seccompProfile",
                "forbidden %s %s"
                    .formatted(Wording.plural("annotation", bad), String.join(", ", bad))));
  }

  /// Not without.
  static Optional<Finding> baseline(PodView pod) {
    var types = new TreeSet<String>();
    var ofPod = ofPod(pod);
    types.add(ofPod);
    pod.containers().forEach(c -> types.add(c.getSecurityContext().getSeccompProfile().getType()));
    types.removeAll(BASELINE);
    var containers =
        Wording.names(
            pod, c -> types.contains(c.getSecurityContext().getSeccompProfile().getType()));
    return types.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Finding(
                "seccompProfile",
                "%s must not set securityContext.seccompProfile.type to %s"
                    .formatted(
                        Wording.setters(types.contains(ofPod), containers),
                        Wording.quoted(types))));
  }

  /// Explicitly with one.
  static Optional<Finding> restricted(PodView pod) {
    var bad = baseline(pod);
    if (bad.isPresent()) {
      return bad;
    }
    boolean byPod = PROFILES.contains(ofPod(pod));
    return Wording.containers(
            pod,
            c -> !byPod && !PROFILES.contains(c.getSecurityContext().getSeccompProfile().getType()),
            "seccompProfile",
            "must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\"")
        .map(finding -> new Finding(finding.reason(), "pod or " + finding.detail()));
  }

  private static String ofPod(PodView pod) {
    return pod.spec().getSecurityContext().getSeccompProfile().getType();
  }
}
