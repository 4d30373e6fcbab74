package dev.coxswain.cloudcontrollermanager.vm;

import dev.coxswain.api.core.v1.LoadBalancerIngress;
import dev.coxswain.api.core.v1.LoadBalancerStatus;
import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.client.Lister;
import dev.coxswain.cloudcontrollermanager.provider.LoadBalancers;
import dev.coxswain.cloudcontrollermanager.service.BalancedServices;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Balancers that are nothing but an address of the pool: the host that answers for it balances, as
/// every host does for services. Which host that is, [AnnouncementController] decides.
///
/// The services' own status is where it is kept who has which address.
final class VmLoadBalancers implements LoadBalancers {
  private final Supplier<VmConfiguration> configuration;
  private final Lister<Service> services;
  // Given, but perhaps not seen in the cache yet; and no longer had, though perhaps still seen.
  private final Map<ObjectKey, Optional<String>> given = new HashMap<>();

  VmLoadBalancers(Supplier<VmConfiguration> configuration, Lister<Service> services) {
    this.configuration = configuration;
    this.services = services;
  }

  @Override
  public synchronized Optional<LoadBalancerStatus> find(Service service) {
    return held(service).map(VmLoadBalancers::status);
  }

  @Override
  public synchronized LoadBalancerStatus ensure(Service service, List<Node> nodes) {
    var view =
        new AddressPlanner.View(
            service, held(service), takenByOthers(service), configuration.get().pool());
    var address = AddressPlanner.choose(view);
    given.put(Metadata.key(service), Optional.of(address));
    return status(address);
  }

  @Override
  public void update(Service service, List<Node> nodes) {
    // Nothing to do: the announcement follows the nodes by itself.
  }

  @Override
  public synchronized void delete(Service service) {
    given.put(Metadata.key(service), Optional.empty());
  }

  private Optional<String> held(Service service) {
    var known = given.get(Metadata.key(service));
    return known == null ? AddressPlanner.shown(service) : known;
  }

  private Map<String, String> takenByOthers(Service service) {
    var key = Metadata.key(service);
    given.keySet().removeIf(other -> services.get(other).isEmpty() && !other.equals(key));
    var taken = new HashMap<String, String>();
    for (var other : services.list()) {
      if (!Metadata.key(other).equals(key) && BalancedServices.wantsBalancer(other)) {
        held(other).ifPresent(address -> taken.put(address, Metadata.key(other).toString()));
      }
    }
    return taken;
  }

  private static LoadBalancerStatus status(String address) {
    return LoadBalancerStatus.newBuilder()
        .addIngress(LoadBalancerIngress.newBuilder().setIp(address).setIpMode("VIP"))
        .build();
  }
}
