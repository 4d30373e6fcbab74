package dev.coxswain.apiserver.allocation;

import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.core.v1.ServicePort;
import dev.coxswain.api.core.v1.ServiceSpec;
import dev.coxswain.api.core.v1.ServiceSpecOrBuilder;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.status.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The node ports taken for one write of one service.
final class PortTaking {
  private static final FieldPath PORTS = FieldPath.of("spec", "ports");
  private static final Set<String> WITH_NODE_PORTS = Set.of("NodePort", "LoadBalancer");

  private final String name;
  private final NodePorts ports;
  private final boolean dryRun;
  private final List<Integer> taken = new ArrayList<>();

  /// @param dryRun choose, but take nothing
  PortTaking(Service service, NodePorts ports, boolean dryRun) {
    this.name = service.getMetadata().getName();
    this.ports = ports;
    this.dryRun = dryRun;
  }

  /// The spec with the ports that were taken for it.
  ///
  /// @param existing empty on create
  /// @throws ApiException if a port is not to be had; what was taken before it is to be given back
  ServiceSpec takeAll(ServiceSpec wanted, Optional<ServiceSpec> existing) {
    var spec = wanted.toBuilder();
    if (WITH_NODE_PORTS.contains(spec.getType())) {
      existing.ifPresentOrElse(before -> takeMore(spec, before), () -> takeFirst(spec));
    }
    boolean had = existing.filter(PortTaking::needsHealthPort).isPresent();
    if (needsHealthPort(spec) && !had) {
      takeHealthPort(spec);
    }
    return spec.build();
  }

  void giveBack() {
    if (!dryRun) {
      ports.release(taken);
    }
  }

  /// Ports of one number, under several protocols, have one node port.
  private void takeFirst(ServiceSpec.Builder spec) {
    Map<Integer, Integer> byPort = new HashMap<>();
    for (int i = 0; i < spec.getPortsCount(); i++) {
      var port = spec.getPortsBuilder(i);
      var shared = byPort.get(port.getPort());
      if (port.getNodePort() == 0 && !isWanted(spec)) {
        continue;
      }
      if (shared == null) {
        port.setNodePort(firstOf(spec, i));
        byPort.put(port.getPort(), port.getNodePort());
      } else if (port.getNodePort() == 0) {
        port.setNodePort(shared);
      } else if (port.getNodePort() != shared) {
        takeAt(i, port.getNodePort());
      }
    }
  }

  private int firstOf(ServiceSpec.Builder spec, int index) {
    int port = spec.getPorts(index).getPort();
    int asked =
        spec.getPortsList().stream()
            .filter(p -> p.getPort() == port && p.getNodePort() != 0)
            .findFirst()
            .map(ServicePort::getNodePort)
            .orElse(0);
    if (asked == 0) {
      return takeAny();
    }
    takeAt(index, asked);
    return asked;
  }

  private void takeMore(ServiceSpec.Builder spec, ServiceSpec before) {
    var had =
        before.getPortsList().stream()
            .map(ServicePort::getNodePort)
            .filter(port -> port != 0)
            .collect(Collectors.toUnmodifiableSet());
    var seen = new HashSet<String>();
    for (int i = 0; i < spec.getPortsCount(); i++) {
      var port = spec.getPortsBuilder(i);
      if (port.getNodePort() == 0) {
        if (!isWanted(spec)) {
          continue;
        }
        port.setNodePort(takeAny());
      } else if (!had.contains(port.getNodePort()) && !taken.contains(port.getNodePort())) {
        takeAt(i, port.getNodePort());
      }
      var pair = port.getProtocol() + " " + port.getNodePort();
      if (!seen.add(pair)) {
        throw ApiException.of(new Refusal.Unexplained("duplicate nodePort: {%s}".formatted(pair)));
      }
    }
  }

  private void takeHealthPort(ServiceSpec.Builder spec) {
    int port = spec.getHealthCheckNodePort();
    if (port == 0) {
      spec.setHealthCheckNodePort(takeAny());
      return;
    }
    complaint(port)
        .ifPresent(why -> {
          throw ApiException.of(
              new Refusal.Internal(
                  "failed to allocate requested HealthCheck NodePort %d: %s".formatted(port, why)));
        });
  }

  private void takeAt(int index, int port) {
    complaint(port)
        .ifPresent(why -> {
          var error = FieldError.invalid(PORTS.index(index).child("nodePort"), port, why);
          throw ApiException.of(new Refusal.Invalid("Service", name, List.of(error)));
        });
  }

  /// Takes the port, or says why not.
  private Optional<String> complaint(int port) {
    if (!ports.range().contains(port)) {
      return Optional.of(
          "provided port is not in the valid range. The range of valid ports is " + ports.range());
    }
    boolean free = !taken.contains(port) && (dryRun ? ports.isFree(port) : ports.take(port));
    if (free) {
      taken.add(port);
      return Optional.empty();
    }
    return Optional.of("provided port is already allocated");
  }

  private int takeAny() {
    var port = dryRun ? ports.anyFree() : ports.takeAny();
    int chosen =
        port.orElseThrow(() ->
            ApiException.of(new Refusal.Internal("failed to allocate a nodePort: range is full")));
    taken.add(chosen);
    return chosen;
  }

  /// Whether ports that have no node port are to get one.
  private static boolean isWanted(ServiceSpecOrBuilder spec) {
    return spec.getType().equals("NodePort")
        || !spec.hasAllocateLoadBalancerNodePorts()
        || spec.getAllocateLoadBalancerNodePorts();
  }

  private static boolean needsHealthPort(ServiceSpecOrBuilder spec) {
    return spec.getType().equals("LoadBalancer") && spec.getExternalTrafficPolicy().equals("Local");
  }
}
