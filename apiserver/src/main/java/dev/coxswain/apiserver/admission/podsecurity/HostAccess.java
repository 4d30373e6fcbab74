package dev.coxswain.apiserver.admission.podsecurity;

import dev.coxswain.api.core.v1.ContainerPort;
import dev.coxswain.api.core.v1.Volume;
import dev.coxswain.apiserver.admission.podsecurity.Control.Finding;
import java.util.ArrayList;
import java.util.Optional;
import java.util.TreeSet;

/// What of its node a pod shares: namespaces, files, ports.
final class HostAccess {
  private HostAccess() {}

  static Optional<Finding> namespaces(PodView pod) {
    var used = new ArrayList<String>();
    if (pod.spec().getHostNetwork()) {
      used.add("hostNetwork=true");
    }
    if (pod.spec().getHostPID()) {
      used.add("hostPID=true");
    }
    if (pod.spec().getHostIPC()) {
      used.add("hostIPC=true");
    }
    return used.isEmpty()
        ? Optional.empty()
        : Optional.of(new Finding("host namespaces", String.join(", ", used)));
  }

  static Optional<Finding> pathVolumes(PodView pod) {
    var names =
        pod.spec().getVolumesList().stream()
            .filter(volume -> volume.getVolumeSource().hasHostPath())
            .map(Volume::getName)
            .toList();
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Finding(
                "hostPath volumes", Wording.plural("volume", names) + " " + Wording.quoted(names)));
  }

  static Optional<Finding> ports(PodView pod) {
    var ports = new TreeSet<String>(); // As texts: so are they sorted upstream.
    pod.containers().stream()
        .flatMap(container -> container.getPortsList().stream())
        .map(ContainerPort::getHostPort)
        .filter(port -> port != 0)
        .forEach(port -> ports.add(String.valueOf(port)));
    var users =
        Wording.names(pod, c -> c.getPortsList().stream().anyMatch(p -> p.getHostPort() != 0));
    return users.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Finding(
                "hostPort",
                "%s %s %s %s"
                    .formatted(
                        Wording.containers(users),
                        users.size() == 1 ? "uses" : "use",
                        Wording.plural("hostPort", ports),
                        String.join(", ", ports))));
  }
}
