package dev.coxswain.kubelet.runtime;

import java.util.List;
import java.util.Map;

/// What a pod's sandbox is made from.
///
/// @param hostname empty on the host's network
/// @param shares the namespaces that the pod has in common with the node
public record SandboxSpec(
    PodId pod,
    int attempt,
    String image,
    String hostname,
    HostNamespaces shares,
    List<PortMapping> ports,
    Map<String, String> sysctls) {

  public SandboxSpec {
    ports = List.copyOf(ports);
    sysctls = Map.copyOf(sysctls);
  }

  /// Which of the node's namespaces a pod uses instead of its own.
  public record HostNamespaces(boolean network, boolean pid, boolean ipc) {}

  /// @param hostIp empty for every address of the node
  /// @param protocol TCP, UDP or SCTP
  public record PortMapping(String hostIp, int hostPort, int containerPort, String protocol) {}
}
