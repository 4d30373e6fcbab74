package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.core.v1.ServicePort;
import dev.coxswain.api.core.v1.ServiceSpec;
import java.util.HashMap;
import java.util.Set;

/// What a change of a service means for what was allocated to it.
public final class ServiceChanges {
  private static final Set<String> EXTERNAL = Set.of("NodePort", "LoadBalancer");

  private ServiceChanges() {}

  /// The service with what its client left out of the addresses and ports, and without what the new
  /// type has no use for. Doing it twice changes nothing more.
  public static Service carriedOver(Service updated, Service existing) {
    var changed = updated.toBuilder();
    keepAllocated(changed.getSpecBuilder(), existing.getSpec());
    dropUnused(changed.getSpecBuilder(), updated.getSpec(), existing.getSpec());
    return changed.build();
  }

  private static void keepAllocated(ServiceSpec.Builder spec, ServiceSpec before) {
    followSingleAddress(spec, before);
    boolean hadAddress = !before.getType().equals("ExternalName");
    boolean wantsAddress = !spec.getType().equals("ExternalName");
    if (hadAddress
        && wantsAddress
        && spec.getClusterIP().isEmpty()
        && spec.getClusterIPsCount() == 0) {
      spec.setClusterIP(before.getClusterIP()).addAllClusterIPs(before.getClusterIPsList());
    }
    if (hadAddress && wantsAddress) {
      if (spec.getIpFamiliesCount() == 0) {
        spec.addAllIpFamilies(before.getIpFamiliesList());
      }
      if (!spec.hasIpFamilyPolicy() && before.hasIpFamilyPolicy()) {
        spec.setIpFamilyPolicy(before.getIpFamilyPolicy());
      }
    }
    if (EXTERNAL.contains(spec.getType()) && EXTERNAL.contains(before.getType())) {
      keepNodePorts(spec, before);
      if (needsHealthPort(spec) && spec.getHealthCheckNodePort() == 0) {
        spec.setHealthCheckNodePort(before.getHealthCheckNodePort());
      }
    }
  }

  /// Old clients change the single address and know nothing of the list.
  private static void followSingleAddress(ServiceSpec.Builder spec, ServiceSpec before) {
    boolean changed = !spec.getClusterIP().equals(before.getClusterIP());
    if (changed && spec.getClusterIPsList().equals(before.getClusterIPsList())) {
      spec.clearClusterIPs();
      if (!spec.getClusterIP().isEmpty()) {
        spec.addClusterIPs(spec.getClusterIP());
      }
    }
  }

  private static void keepNodePorts(ServiceSpec.Builder spec, ServiceSpec before) {
    var known = new HashMap<String, Integer>();
    before.getPortsList().forEach(port -> known.put(id(port), port.getNodePort()));
    spec.getPortsBuilderList().stream()
        .filter(port -> port.getNodePort() == 0)
        .forEach(port -> port.setNodePort(known.getOrDefault(id(port.build()), 0)));
  }

  private static String id(ServicePort port) {
    return port.getProtocol() + "/" + port.getPort();
  }

  private static boolean needsHealthPort(ServiceSpec.Builder spec) {
    return spec.getType().equals("LoadBalancer") && spec.getExternalTrafficPolicy().equals("Local");
  }

  /// A field that is as it was though the type changed was meant for the old type.
  private static void dropUnused(
      ServiceSpec.Builder spec, ServiceSpec updated, ServiceSpec before) {
    if (updated.getType().equals(before.getType())) {
      return;
    }
    if (updated.getType().equals("ExternalName")) {
      if (updated.getClusterIP().equals(before.getClusterIP())) {
        spec.clearClusterIP().clearClusterIPs();
      }
      spec.clearIpFamilies().clearIpFamilyPolicy().clearInternalTrafficPolicy();
    } else {
      spec.clearExternalName();
    }
    if (!EXTERNAL.contains(updated.getType())) {
      dropNodePorts(spec, before);
      if (updated.getExternalIPsCount() == 0
          && updated.getExternalTrafficPolicy().equals(before.getExternalTrafficPolicy())) {
        spec.clearExternalTrafficPolicy();
      }
    }
    if (!updated.getType().equals("LoadBalancer")) {
      spec.clearAllocateLoadBalancerNodePorts().clearLoadBalancerClass();
      if (updated.getHealthCheckNodePort() == before.getHealthCheckNodePort()) {
        spec.clearHealthCheckNodePort();
      }
    }
  }

  private static void dropNodePorts(ServiceSpec.Builder spec, ServiceSpec before) {
    var known = before.getPortsList().stream().map(ServicePort::getNodePort).toList();
    spec.getPortsBuilderList().stream()
        .filter(port -> known.contains(port.getNodePort()))
        .forEach(ServicePort.Builder::clearNodePort);
  }
}
