package dev.coxswain.cloudcontrollermanager.vm;

import dev.coxswain.api.core.v1.LoadBalancerIngress;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.cloudcontrollermanager.provider.CloudFailure;
import java.util.Map;
import java.util.Optional;

/// Decides which address a service is reached by from outside. Pure.
final class AddressPlanner {
  /// What a service asks for one address by, instead of the old `spec.loadBalancerIP`.
  static final String REQUEST = "load-balancer.cloud.coxswain.dev/address";

  private AddressPlanner() {}

  /// Everything one decision may look at.
  ///
  /// @param held the address that the service has; the service's own status may be older
  /// @param taken who has which address, other services only
  record View(Service service, Optional<String> held, Map<String, String> taken, AddressPool pool) {
    View {
      taken = Map.copyOf(taken);
    }
  }

  /// The address: the one it asks for, else the one it has, else a free one.
  ///
  /// @throws CloudFailure if it can't have the one it asks for, or if there is none left
  static String choose(View view) {
    if (!view.service().getSpec().getIpFamiliesList().contains("IPv4")) {
      throw new CloudFailure("the pool has IPv4 addresses only, the service wants none of them");
    }
    var requested = requested(view.service());
    if (requested.isPresent()) {
      return granted(requested.get(), view);
    }
    return view.held()
        .filter(address -> view.pool().contains(address) && !view.taken().containsKey(address))
        .or(() -> view.pool().free(view.taken().keySet()))
        .orElseThrow(() -> new CloudFailure("no address of the pool is free"));
  }

  private static String granted(String address, View view) {
    if (!view.pool().contains(address)) {
      throw new CloudFailure("requested address %s is not in the pool".formatted(address));
    }
    var owner = view.taken().get(address);
    if (owner != null) {
      throw new CloudFailure(
          "requested address %s belongs to service %s".formatted(address, owner));
    }
    return address;
  }

  private static Optional<String> requested(Service service) {
    var annotation = service.getMetadata().getAnnotationsOrDefault(REQUEST, "");
    var address = annotation.isEmpty() ? service.getSpec().getLoadBalancerIP() : annotation;
    return Optional.of(address).filter(text -> !text.isEmpty());
  }

  /// The address that the service's status shows.
  static Optional<String> shown(Service service) {
    return service.getStatus().getLoadBalancer().getIngressList().stream()
        .map(LoadBalancerIngress::getIp)
        .filter(ip -> !ip.isEmpty())
        .findFirst();
  }
}
