package dev.coxswain.apiserver.admission.podsecurity;

import dev.coxswain.api.core.v1.Container;
import dev.coxswain.apiserver.admission.podsecurity.Control.Finding;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What a container may do of what root may do.
final class Capabilities {
  private static final Set<String> DEFAULT =
      Set.of(
          "AUDIT_WRITE",
          "CHOWN",
          "DAC_OVERRIDE",
          "FOWNER",
          "FSETID",
          "KILL",
          "MKNOD",
          "NET_BIND_SERVICE",
          "SETFCAP",
          "SETGID",
          "SETPCAP",
          "SETUID",
          "SYS_CHROOT");
  private static final Set<String> BIND = Set.of("NET_BIND_SERVICE");

  private Capabilities() {}

  static Optional<Finding> beyondDefault(PodView pod) {
    return Wording.containers(
        pod,
        container -> !beyond(DEFAULT, container).isEmpty(),
        "non-default capabilities",
        mustNotAdd(DEFAULT, pod));
  }

  static Optional<Finding> restricted(PodView pod) {
    var keeping =
        Wording.names(
            pod, c -> !c.getSecurityContext().getCapabilities().getDropList().contains("ALL"));
    var adding = Wording.names(pod, c -> !beyond(BIND, c).isEmpty());
    var details = new ArrayList<String>();
    if (!keeping.isEmpty()) {
      details.add(
          Wording.containers(keeping) + " must set securityContext.capabilities.drop=[\"ALL\"]");
    }
    if (!adding.isEmpty()) {
      details.add(Wording.containers(adding) + " " + mustNotAdd(BIND, pod));
    }
    return details.isEmpty()
        ? Optional.empty()
        : Optional.of(new Finding("unrestricted capabilities", String.join("; ", details)));
  }

  private static String mustNotAdd(Set<String> allowed, PodView pod) {
    var added = new TreeSet<String>();
    pod.containers().forEach(container -> added.addAll(beyond(allowed, container)));
    return "must not include %s in securityContext.capabilities.add"
        .formatted(Wording.quoted(added));
  }

  private static Set<String> beyond(Set<String> allowed, Container container) {
    var added = new TreeSet<>(container.getSecurityContext().getCapabilities().getAddList());
    added.removeAll(allowed);
    return added;
  }
}
