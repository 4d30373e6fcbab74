package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.core.v1.ServicePort;
import dev.coxswain.api.core.v1.ServiceSpec;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.TableColumn;
import dev.coxswain.apiserver.registry.validation.NameRule;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Services; the allocators have given them addresses and ports before they are validated.
public final class ServiceStrategy extends GenericStrategy<Service> {
  private static final Set<String> EXTERNAL = Set.of("NodePort", "LoadBalancer");

  public ServiceStrategy(ResourceType resource) {
    super(resource);
  }

  @Override
  protected NameRule nameRule() {
    return NameRule.LABEL;
  }

  /// Keeps what the client left out of the addresses and ports, and drops what the new type has no use for.
  @Override
  public Service prepareForUpdate(Service updated, Service existing, StrategyContext context) {
    var prepared = super.prepareForUpdate(updated, existing, context).toBuilder();
    keepAllocated(prepared.getSpecBuilder(), existing.getSpec());
    dropUnused(prepared.getSpecBuilder(), updated.getSpec(), existing.getSpec());
    return prepared.build();
  }

  @Override
  protected void check(Service service, StrategyContext context, Problems problems) {
    ServiceValidation.check(service, problems);
  }

  @Override
  protected void checkUpdate(
      Service updated, Service existing, StrategyContext context, Problems problems) {
    ServiceValidation.checkAddressChange(updated, existing, problems);
    ServiceValidation.check(updated, problems);
  }

  @Override
  public List<String> warnings(Service service, Optional<Service> existing) {
    return service.getSpec().getExternalIPsCount() > 0
        ? List.of("spec.externalIPs is deprecated and may no longer be implemented in some clusters")
        : List.of();
  }

  @Override
  public Map<String, String> selectableFields(Service service) {
    return Map.of(
        "spec.clusterIP", service.getSpec().getClusterIP(), "spec.type", service.getSpec().getType());
  }

  @Override
  public List<TableColumn> columns() {
    return ServiceTable.COLUMNS;
  }

  @Override
  public List<Object> cells(Service service, Instant now) {
    return ServiceTable.cells(service, now);
  }

  private static void keepAllocated(ServiceSpec.Builder spec, ServiceSpec before) {
    followSingleAddress(spec, before);
    boolean hadAddress = !before.getType().equals("ExternalName");
    boolean wantsAddress = !spec.getType().equals("ExternalName");
    if (hadAddress && wantsAddress && spec.getClusterIP().isEmpty() && spec.getClusterIPsCount() == 0) {
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
    return spec.getType().equals("LoadBalancer")
        && spec.getExternalTrafficPolicy().equals("Local");
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
