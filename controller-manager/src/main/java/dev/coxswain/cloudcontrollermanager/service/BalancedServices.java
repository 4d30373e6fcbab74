package dev.coxswain.cloudcontrollermanager.service;

import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.core.v1.ServiceSpec;
import java.util.List;

/// What the service controller wants to know of a service. Pure.
public final class BalancedServices {
  /// Holds a service until its balancer is gone.
  public static final String FINALIZER = "service.kubernetes.io/load-balancer-cleanup";

  private static final String TYPE = "LoadBalancer";

  private BalancedServices() {}

  /// Whether the service is to have a balancer of the cloud's. One with a class is somebody else's.
  public static boolean wantsBalancer(Service service) {
    return service.getSpec().getType().equals(TYPE) && !service.getSpec().hasLoadBalancerClass();
  }

  static boolean hasFinalizer(Service service) {
    return service.getMetadata().getFinalizersList().contains(FINALIZER);
  }

  /// Whether it has a balancer that it should lose.
  static boolean needsCleanup(Service service) {
    return hasFinalizer(service)
        && (service.getMetadata().hasDeletionTimestamp()
            || !service.getSpec().getType().equals(TYPE));
  }

  /// Whether the change concerns the balancer.
  static boolean needsUpdate(Service before, Service after) {
    if (!wantsBalancer(before) && !wantsBalancer(after)) {
      return false;
    }
    return wantsBalancer(before) != wantsBalancer(after)
        || !relevant(before.getSpec()).equals(relevant(after.getSpec()))
        || !before.getMetadata().getAnnotationsMap().equals(after.getMetadata().getAnnotationsMap())
        || !before.getMetadata().getUid().equals(after.getMetadata().getUid());
  }

  private static List<Object> relevant(ServiceSpec spec) {
    return List.of(
        spec.getLoadBalancerSourceRangesList(),
        spec.getPortsList(),
        spec.getSessionAffinity(),
        spec.getSessionAffinityConfig(),
        spec.getLoadBalancerIP(),
        spec.getExternalIPsList(),
        spec.getExternalTrafficPolicy(),
        spec.getHealthCheckNodePort(),
        spec.getIpFamiliesCount());
  }
}
