package dev.coxswain.apiserver.admission.podsecurity;

import dev.coxswain.apiserver.admission.podsecurity.Control.Finding;
import java.util.Optional;

/// Not as root.
final class RunAs {
  private RunAs() {}

  static Optional<Finding> nonRoot(PodView pod) {
    var ofPod = pod.spec().getSecurityContext();
    boolean byPod = ofPod.hasRunAsNonRoot() && !ofPod.getRunAsNonRoot();
    var refusing =
        Wording.names(
            pod,
            c ->
                c.getSecurityContext().hasRunAsNonRoot()
                    && !c.getSecurityContext().getRunAsNonRoot());
    if (byPod || !refusing.isEmpty()) {
      return Optional.of(
          new Finding(
              "runAsNonRoot != true",
              Wording.setters(byPod, refusing)
                  + " must not set securityContext.runAsNonRoot=false"));
    }
    var silent =
        Wording.names(
            pod, c -> !ofPod.getRunAsNonRoot() && !c.getSecurityContext().getRunAsNonRoot());
    return silent.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Finding(
                "runAsNonRoot != true",
                "pod or %s must set securityContext.runAsNonRoot=true"
                    .formatted(Wording.containers(silent))));
  }

  static Optional<Finding> user(PodView pod) {
    var ofPod = pod.spec().getSecurityContext();
    boolean byPod = ofPod.hasRunAsUser() && ofPod.getRunAsUser() == 0;
    var containers =
        Wording.names(
            pod,
            c ->
                c.getSecurityContext().hasRunAsUser()
                    && c.getSecurityContext().getRunAsUser() == 0);
    return byPod || !containers.isEmpty()
        ? Optional.of(
            new Finding(
                "runAsUser=0", Wording.setters(byPod, containers) + " must not set runAsUser=0"))
        : Optional.empty();
  }
}
