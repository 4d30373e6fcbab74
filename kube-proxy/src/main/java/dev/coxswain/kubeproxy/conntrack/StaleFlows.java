package dev.coxswain.kubeproxy.conntrack;

import dev.coxswain.kubeproxy.rules.Endpoint;
import dev.coxswain.kubeproxy.rules.Protocol;
import dev.coxswain.kubeproxy.rules.RuleSet;
import dev.coxswain.kubeproxy.rules.ServicePort;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Finds the UDP flows that a change of rules leaves pointing to the wrong place. Pure.
public final class StaleFlows {
  private StaleFlows() {}

  /// What the kernel has to forget.
  public sealed interface Flow {
    /// Flows to an address that were sent to an endpoint which is gone.
    record ToEndpoint(String address, String endpoint) implements Flow {}

    /// All flows to an address and port: nothing answered there before, now something does.
    record ToAddress(String address, int port) implements Flow {}

    /// All flows to a node port that nothing answered before.
    record ToNodePort(int port) implements Flow {}

    /// Flows to a node port that were sent to an endpoint which is gone.
    record FromNodePort(int port, String endpoint) implements Flow {}
  }

  /// The stale flows once `after` is loaded in place of `before`, in the order of the rules.
  public static List<Flow> between(RuleSet before, RuleSet after) {
    Map<ServicePort.Id, ServicePort> now = udpPorts(after);
    List<Flow> flows = new ArrayList<>();
    for (ServicePort old : before.ports()) {
      if (old.protocol() == Protocol.UDP) {
        goneEndpoints(old, now.get(old.id())).forEach(gone -> addGone(flows, old, gone));
      }
    }
    Map<ServicePort.Id, ServicePort> then = udpPorts(before);
    for (ServicePort port : now.values()) {
      ServicePort old = then.get(port.id());
      if (!port.isDead() && (old == null || old.isDead())) {
        addBorn(flows, port);
      }
    }
    return List.copyOf(flows);
  }

  private static List<Endpoint> goneEndpoints(ServicePort before, ServicePort after) {
    Set<Endpoint> left = after == null ? Set.of() : new HashSet<>(after.cluster());
    return before.cluster().stream().filter(endpoint -> !left.contains(endpoint)).toList();
  }

  private static void addGone(List<Flow> flows, ServicePort port, Endpoint gone) {
    flows.add(new Flow.ToEndpoint(port.clusterAddress(), gone.address()));
    port.externalAddresses()
        .forEach(address -> flows.add(new Flow.ToEndpoint(address, gone.address())));
    if (port.nodePort() != 0) {
      flows.add(new Flow.FromNodePort(port.nodePort(), gone.address()));
    }
  }

  private static void addBorn(List<Flow> flows, ServicePort port) {
    flows.add(new Flow.ToAddress(port.clusterAddress(), port.port()));
    port.externalAddresses()
        .forEach(address -> flows.add(new Flow.ToAddress(address, port.port())));
    if (port.nodePort() != 0) {
      flows.add(new Flow.ToNodePort(port.nodePort()));
    }
  }

  private static Map<ServicePort.Id, ServicePort> udpPorts(RuleSet rules) {
    return rules.ports().stream()
        .filter(port -> port.protocol() == Protocol.UDP)
        .collect(
            Collectors.toMap(
                ServicePort::id,
                Function.identity(),
                (first, _) -> first,
                java.util.LinkedHashMap::new));
  }
}
