package dev.coxswain.apiserver.registry.defaults;

import dev.coxswain.api.core.v1.EndpointPort;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.core.v1.ServicePort;
import dev.coxswain.api.core.v1.ServiceSpec;
import dev.coxswain.apimachinery.intstr.IntOrStrings;

/// Defaults of services and endpoints; addresses and node ports are the allocators' part.
final class ServiceDefaults {
  private static final int AFFINITY_SECONDS = 3 * 60 * 60;

  private ServiceDefaults() {}

  static void register(Defaulting.Builder rules) {
    rules
        .on(Service.newBuilder(), ServiceDefaults::service)
        .on(ServicePort.newBuilder(), ServiceDefaults::port)
        .on(EndpointPort.newBuilder(), ServiceDefaults::endpointPort)
        .on(
            dev.coxswain.api.discovery.v1.EndpointPort.newBuilder(),
            ServiceDefaults::endpointSlicePort);
  }

  private static void service(Service.Builder service) {
    var spec = service.getSpecBuilder();
    if (spec.getSessionAffinity().isEmpty()) {
      spec.setSessionAffinity("None");
    }
    affinity(spec);
    if (spec.getType().isEmpty()) {
      spec.setType("ClusterIP");
    }
    boolean loadBalancer = spec.getType().equals("LoadBalancer");
    boolean nodePort = spec.getType().equals("NodePort");
    boolean external = loadBalancer || nodePort || spec.getExternalIPsCount() > 0;
    boolean named = spec.getType().equals("ExternalName");
    if (external && !named && spec.getExternalTrafficPolicy().isEmpty()) {
      spec.setExternalTrafficPolicy("Cluster");
    }
    boolean clustered = spec.getType().equals("ClusterIP") || loadBalancer || nodePort;
    if (clustered && !spec.hasInternalTrafficPolicy()) {
      spec.setInternalTrafficPolicy("Cluster");
    }
    if (loadBalancer) {
      if (!spec.hasAllocateLoadBalancerNodePorts()) {
        spec.setAllocateLoadBalancerNodePorts(true);
      }
      if (service.getStatus().hasLoadBalancer()) {
        service.getStatusBuilder().getLoadBalancerBuilder().getIngressBuilderList().stream()
            .filter(i -> !i.getIp().isEmpty() && !i.hasIpMode())
            .forEach(i -> i.setIpMode("VIP"));
      }
    }
  }

  private static void affinity(ServiceSpec.Builder spec) {
    if (spec.getSessionAffinity().equals("None")) {
      spec.clearSessionAffinityConfig();
    } else if (spec.getSessionAffinity().equals("ClientIP")
        && !spec.getSessionAffinityConfig().getClientIP().hasTimeoutSeconds()) {
      spec.getSessionAffinityConfigBuilder()
          .getClientIPBuilder()
          .setTimeoutSeconds(AFFINITY_SECONDS);
    }
  }

  private static void port(ServicePort.Builder port) {
    if (port.getProtocol().isEmpty()) {
      port.setProtocol("TCP");
    }
    var target = IntOrStrings.text(port.getTargetPort());
    if (target.isEmpty() || target.equals("0")) {
      port.setTargetPort(IntOrStrings.of(port.getPort()));
    }
  }

  private static void endpointPort(EndpointPort.Builder port) {
    if (port.getProtocol().isEmpty()) {
      port.setProtocol("TCP");
    }
  }

  private static void endpointSlicePort(dev.coxswain.api.discovery.v1.EndpointPort.Builder port) {
    if (!port.hasName()) {
      port.setName("");
    }
    if (!port.hasProtocol()) {
      port.setProtocol("TCP");
    }
  }
}
