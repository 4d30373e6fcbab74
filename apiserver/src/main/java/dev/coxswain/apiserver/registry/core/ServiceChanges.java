package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.core.v1.ServicePort;
import dev.coxswain.api.core.v1.ServiceSpec;
import dev.coxswain.api.core.v1.ServiceSpecOrBuilder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What a change of a service means for what was allocated to it.
///
/// Only what the new type has no use for is dropped, and only if the client sent it as it was.
public final class ServiceChanges {
  private static final Set<String> WITH_NODE_PORTS = Set.of("NodePort", "LoadBalancer");

  private ServiceChanges() {}

  /// A new service whose list of addresses is what its single address says, for clients that know
  /// of no list.
  public static Service normalized(Service service) {
    var spec = service.getSpec();
    return spec.getClusterIP().isEmpty() || spec.getClusterIPsCount() > 0
        ? service
        : service.toBuilder().setSpec(spec.toBuilder().addClusterIPs(spec.getClusterIP())).build();
  }

  /// The service with what its client left out of the addresses and ports, and without what the new
  /// type has no use for. Doing it twice changes nothing more.
  public static Service carriedOver(Service updated, Service existing) {
    var changed = updated.toBuilder();
    var spec = changed.getSpecBuilder();
    var before = existing.getSpec();
    keepAllocated(spec, before);
    followSingleAddress(spec, before);
    dropAddresses(spec, before);
    dropPorts(spec, before);
    dropTraffic(changed, before);
    return changed.build();
  }

  private static void keepAllocated(ServiceSpec.Builder spec, ServiceSpec before) {
    if (needsAddress(before) && needsAddress(spec)) {
      if (spec.getClusterIP().isEmpty()) {
        spec.setClusterIP(before.getClusterIP());
      }
      if (spec.getClusterIPsCount() == 0 && spec.getClusterIP().equals(before.getClusterIP())) {
        spec.addAllClusterIPs(before.getClusterIPsList());
      }
    }
    if (needsNodePorts(before) && needsNodePorts(spec)) {
      keepNodePorts(spec, before);
    }
    if (needsHealthPort(before) && needsHealthPort(spec) && spec.getHealthCheckNodePort() == 0) {
      spec.setHealthCheckNodePort(before.getHealthCheckNodePort());
    }
  }

  /// A port without node port has that of the port with its name, unless another has it now.
  private static void keepNodePorts(ServiceSpec.Builder spec, ServiceSpec before) {
    var used = new HashSet<>(nodePorts(spec));
    used.retainAll(nodePorts(before));
    var byName = new HashMap<String, Integer>();
    before.getPortsList().forEach(port -> byName.put(port.getName(), port.getNodePort()));
    for (var port : spec.getPortsBuilderList()) {
      int known = byName.getOrDefault(port.getName(), 0);
      if (port.getNodePort() == 0 && used.add(known)) {
        port.setNodePort(known);
      }
    }
  }

  /// Old clients change the single address and know nothing of the list.
  private static void followSingleAddress(ServiceSpec.Builder spec, ServiceSpec before) {
    boolean same = spec.getClusterIP().equals(before.getClusterIP());
    if (same && spec.getClusterIPsCount() == 0) {
      spec.addAllClusterIPs(before.getClusterIPsList());
    }
    if (!same && spec.getClusterIPsList().equals(before.getClusterIPsList())) {
      spec.clearClusterIPs();
      if (!spec.getClusterIP().isEmpty()) {
        spec.addClusterIPs(spec.getClusterIP());
      }
    }
  }

  private static void dropAddresses(ServiceSpec.Builder spec, ServiceSpec before) {
    if (!needsAddress(before) || needsAddress(spec)) {
      return;
    }
    if (spec.getClusterIP().equals(before.getClusterIP())
        && spec.getClusterIPsList().equals(before.getClusterIPsList())) {
      spec.clearClusterIP().clearClusterIPs();
    }
    if (spec.getIpFamiliesList().equals(before.getIpFamiliesList())) {
      spec.clearIpFamilies();
    }
    if (spec.getIpFamilyPolicy().equals(before.getIpFamilyPolicy())) {
      spec.clearIpFamilyPolicy();
    }
  }

  private static void dropPorts(ServiceSpec.Builder spec, ServiceSpec before) {
    if (needsNodePorts(before)
        && !needsNodePorts(spec)
        && nodePorts(before).containsAll(nodePorts(spec))) {
      spec.getPortsBuilderList().forEach(ServicePort.Builder::clearNodePort);
    }
    if (needsHealthPort(before)
        && !needsHealthPort(spec)
        && spec.getHealthCheckNodePort() == before.getHealthCheckNodePort()) {
      spec.clearHealthCheckNodePort();
    }
  }

  private static void dropTraffic(Service.Builder service, ServiceSpec before) {
    var spec = service.getSpecBuilder();
    boolean balanced = spec.getType().equals("LoadBalancer");
    if (before.getType().equals("LoadBalancer") && !balanced) {
      if (spec.getAllocateLoadBalancerNodePorts() == before.getAllocateLoadBalancerNodePorts()) {
        spec.clearAllocateLoadBalancerNodePorts();
      }
      if (spec.getLoadBalancerClass().equals(before.getLoadBalancerClass())) {
        spec.clearLoadBalancerClass();
      }
    }
    if (ServiceTrafficRules.isExternal(before)
        && !ServiceTrafficRules.isExternal(spec.build())
        && spec.getExternalTrafficPolicy().equals(before.getExternalTrafficPolicy())) {
      spec.clearExternalTrafficPolicy();
    }
    if (!balanced && service.getStatus().hasLoadBalancer()) {
      service.getStatusBuilder().clearLoadBalancer();
    }
  }

  private static boolean needsAddress(ServiceSpecOrBuilder spec) {
    return !spec.getType().equals("ExternalName");
  }

  private static boolean needsNodePorts(ServiceSpecOrBuilder spec) {
    return WITH_NODE_PORTS.contains(spec.getType());
  }

  private static boolean needsHealthPort(ServiceSpecOrBuilder spec) {
    return spec.getType().equals("LoadBalancer") && spec.getExternalTrafficPolicy().equals("Local");
  }

  private static Set<Integer> nodePorts(ServiceSpecOrBuilder spec) {
    List<ServicePort> ports = spec.getPortsList();
    return ports.stream()
        .map(ServicePort::getNodePort)
        .filter(port -> port != 0)
        .collect(Collectors.toUnmodifiableSet());
  }
}
