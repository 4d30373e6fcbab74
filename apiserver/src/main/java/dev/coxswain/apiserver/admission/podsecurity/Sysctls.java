package dev.coxswain.apiserver.admission.podsecurity;

import dev.coxswain.api.core.v1.Sysctl;
import dev.coxswain.apiserver.admission.podsecurity.Control.Check;
import dev.coxswain.apiserver.admission.podsecurity.Control.Finding;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Kernel settings: those that reach no further than the pod.
final class Sysctls {
  /// What each release added.
  private static final Map<Integer, List<String>> SAFE =
      new TreeMap<>(
          Map.of(
              0,
              List.of(
                  "kernel.shm_rmid_forced",
                  "net.ipv4.ip_local_port_range",
                  "net.ipv4.tcp_syncookies",
                  "net.ipv4.ping_group_range",
                  "net.ipv4.ip_unprivileged_port_start"),
              27,
              List.of("net.ipv4.ip_local_reserved_ports"),
              29,
              List.of(
                  "net.ipv4.tcp_keepalive_time",
                  "net.ipv4.tcp_fin_timeout",
                  "net.ipv4.tcp_keepalive_intvl",
                  "net.ipv4.tcp_keepalive_probes"),
              32,
              List.of("net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem")));

  private Sysctls() {}

  /// The rule as of a release.
  static Check upTo(int minor) {
    var safe =
        SAFE.entrySet().stream()
            .filter(entry -> entry.getKey() <= minor)
            .flatMap(entry -> entry.getValue().stream())
            .collect(Collectors.toUnmodifiableSet());
    return pod -> check(pod, safe);
  }

  private static Optional<Finding> check(PodView pod, Set<String> safe) {
    var names =
        pod.spec().getSecurityContext().getSysctlsList().stream()
            .map(Sysctl::getName)
            .filter(name -> !safe.contains(name))
            .toList();
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(new Finding("forbidden sysctls", String.join(", ", names)));
  }
}
