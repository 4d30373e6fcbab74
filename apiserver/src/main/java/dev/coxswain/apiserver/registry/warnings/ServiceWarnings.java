package dev.coxswain.apiserver.registry.warnings;

import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.core.v1.ServiceSpec;
import dev.coxswain.apimachinery.status.FieldPath;
import java.util.ArrayList;
import java.util.List;

/// Warnings about what services say in vain, or in a way that has no future.
public final class ServiceWarnings {
  private static final FieldPath SPEC = FieldPath.of("spec");
  private static final String OLD_HINTS = "service.kubernetes.io/topology-aware-hints";
  private static final String TOPOLOGY_MODE = "service.kubernetes.io/topology-mode";

  private final ServiceSpec spec;
  private final boolean headless;
  private final boolean named;
  private final List<String> warnings = new ArrayList<>();

  private ServiceWarnings(ServiceSpec spec) {
    this.spec = spec;
    this.headless = spec.getType().equals("ClusterIP") && spec.getClusterIP().equals("None");
    this.named = spec.getType().equals("ExternalName");
  }

  public static List<String> of(Service service) {
    var all = new ServiceWarnings(service.getSpec());
    if (service.getMetadata().containsAnnotations(OLD_HINTS)) {
      all.warnings.add(
          "annotation %s is deprecated, please use %s instead".formatted(OLD_HINTS, TOPOLOGY_MODE));
    }
    all.clusterIps();
    all.headless();
    all.externalIps();
    all.loadBalancer();
    all.names();
    return all.warnings;
  }

  private void clusterIps() {
    if (named || spec.getClusterIP().isEmpty() || spec.getClusterIP().equals("None")) {
      return;
    }
    for (int i = 0; i < spec.getClusterIPsCount(); i++) {
      var path = SPEC.child("clusterIPs").index(i);
      warnings.addAll(AddressWarnings.ofIp(spec.getClusterIPs(i), path));
    }
  }

  private void headless() {
    if (!headless) {
      return;
    }
    if (!spec.getLoadBalancerIP().isEmpty()) {
      warnings.add("spec.loadBalancerIP is ignored for headless services");
    }
    if (spec.getExternalIPsCount() > 0) {
      warnings.add("spec.externalIPs is ignored for headless services");
    }
    if (!spec.getSessionAffinity().equals("None")) {
      warnings.add("spec.SessionAffinity is ignored for headless services");
    }
  }

  private void externalIps() {
    for (int i = 0; i < spec.getExternalIPsCount(); i++) {
      var path = SPEC.child("externalIPs").index(i);
      warnings.addAll(AddressWarnings.ofIp(spec.getExternalIPs(i), path));
    }
    if (spec.getExternalIPsCount() > 0 && !headless && !named) {
      warnings.add(
          "spec.externalIPs is deprecated and may no longer be implemented in some clusters");
    }
  }

  private void loadBalancer() {
    warnings.addAll(AddressWarnings.ofIp(spec.getLoadBalancerIP(), SPEC.child("loadBalancerIP")));
    for (int i = 0; i < spec.getLoadBalancerSourceRangesCount(); i++) {
      var path = SPEC.child("loadBalancerSourceRanges").index(i);
      warnings.addAll(AddressWarnings.ofCidr(spec.getLoadBalancerSourceRanges(i), path));
    }
  }

  private void names() {
    if (named && spec.getExternalIPsCount() > 0) {
      warnings.add("spec.externalIPs is ignored when spec.type is \"ExternalName\"");
    }
    if (!named && !spec.getExternalName().isEmpty()) {
      warnings.add("spec.externalName is ignored when spec.type is not \"ExternalName\"");
    }
    if (spec.getTrafficDistribution().equals("PreferClose")) {
      warnings.add(
          "spec.trafficDistribution: \"PreferClose\" is deprecated; use \"PreferSameZone\"");
    }
  }
}
