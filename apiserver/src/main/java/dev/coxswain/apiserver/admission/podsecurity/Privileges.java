package dev.coxswain.apiserver.admission.podsecurity;

import dev.coxswain.apiserver.admission.podsecurity.Control.Finding;
import java.util.Optional;
import java.util.TreeSet;

/// The switches that make a container more than a container.
final class Privileges {
  private Privileges() {}

  static Optional<Finding> privileged(PodView pod) {
    return Wording.containers(
        pod,
        container -> container.getSecurityContext().getPrivileged(),
        "privileged",
        "must not set securityContext.privileged=true");
  }

  static Optional<Finding> procMount(PodView pod) {
    var types = new TreeSet<String>();
    for (var container : pod.containers()) {
      if (container.getSecurityContext().hasProcMount()) {
        types.add(container.getSecurityContext().getProcMount());
      }
    }
    types.remove("Default");
    return Wording.containers(
        pod,
        container -> types.contains(container.getSecurityContext().getProcMount()),
        "procMount",
        "must not set securityContext.procMount to " + Wording.quoted(types));
  }

  static Optional<Finding> hostProcess(PodView pod) {
    boolean byPod = pod.spec().getSecurityContext().getWindowsOptions().getHostProcess();
    var containers =
        Wording.names(pod, c -> c.getSecurityContext().getWindowsOptions().getHostProcess());
    return byPod || !containers.isEmpty()
        ? Optional.of(
            new Finding(
                "hostProcess",
                Wording.setters(byPod, containers)
                    + " must not set securityContext.windowsOptions.hostProcess=true"))
        : Optional.empty();
  }

  static Optional<Finding> escalation(PodView pod) {
    return Wording.containers(
        pod,
        container ->
            !container.getSecurityContext().hasAllowPrivilegeEscalation()
                || container.getSecurityContext().getAllowPrivilegeEscalation(),
        "allowPrivilegeEscalation != false",
        "must set securityContext.allowPrivilegeEscalation=false");
  }
}
