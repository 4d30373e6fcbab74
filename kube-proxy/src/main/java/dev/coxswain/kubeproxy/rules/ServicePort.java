package dev.coxswain.kubeproxy.rules;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One port of one service: the addresses it is reached at and the endpoints behind them.
///
/// @param id names the port in comments and chains
/// @param nodePort 0 when the port is not open on nodes
/// @param externalAddresses `externalIPs` and load balancer addresses
/// @param affinity how long a client stays with its endpoint; empty for no affinity
/// @param internal the endpoints for traffic to the cluster IP
/// @param external the endpoints for traffic from outside
/// @param cluster the endpoints on all nodes, which local clients reach whatever the policy
public record ServicePort(
    Id id,
    Protocol protocol,
    String clusterAddress,
    int port,
    int nodePort,
    List<String> externalAddresses,
    Optional<Duration> affinity,
    Targets internal,
    Targets external,
    List<Endpoint> cluster) {

  public ServicePort {
    externalAddresses = List.copyOf(externalAddresses);
    cluster = List.copyOf(cluster);
  }

  /// Names the port of a service.
  ///
  /// @param port the port's name; empty when the service has one unnamed port
  public record Id(String namespace, String service, String port) {
    @Override
    public String toString() {
      return namespace + "/" + service + (port.isEmpty() ? "" : ":" + port);
    }
  }

  /// The endpoints that a traffic policy leaves.
  ///
  /// @param localOnly the policy is `Local`: no endpoint here means drop, not reject, while other
  ///   nodes have some
  public record Targets(List<Endpoint> endpoints, boolean localOnly) {
    public Targets {
      endpoints = List.copyOf(endpoints);
    }
  }

  /// Nobody on any node can answer.
  public boolean isDead() {
    return cluster.isEmpty();
  }

  /// Whether traffic from outside can come at all.
  public boolean hasExternalAddress() {
    return nodePort != 0 || !externalAddresses.isEmpty();
  }
}
