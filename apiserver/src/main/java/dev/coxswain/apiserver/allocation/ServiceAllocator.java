package dev.coxswain.apiserver.allocation;

import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.core.v1.ServicePort;
import dev.coxswain.api.core.v1.ServiceSpec;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.core.ServiceChanges;
import dev.coxswain.apiserver.request.WriteHook;
import dev.coxswain.apiserver.storage.Storage;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/// Takes addresses and ports for services as they are written, and gives them back as they go.
public final class ServiceAllocator implements WriteHook<Service> {
  private final List<AddressRange> ranges;
  private final ClusterIps ips;
  private final NodePorts ports;

  /// @param ranges at most one of each family, the preferred one first
  public ServiceAllocator(
      Storage storage, List<AddressRange> ranges, PortRange portRange, RandomGenerator random) {
    this.ranges = List.copyOf(ranges);
    this.ips = new ClusterIps(storage, random);
    this.ports = new NodePorts(storage, portRange, random);
  }

  @Override
  public Taken<Service> take(
      Service updated, Optional<Service> existing, StrategyContext context, boolean dryRun) {
    var wanted =
        existing
            .map(e -> ServiceChanges.carriedOver(updated, e))
            .orElseGet(() -> ServiceChanges.normalized(updated));
    var settled = settled(wanted, existing);
    var addresses = new AddressTaking(settled, ranges, ips, context.now(), dryRun);
    var nodePorts = new PortTaking(settled, ports, dryRun);
    try {
      var addressed = addresses.takeAll(existing);
      var object =
          addressed.toBuilder()
              .setSpec(nodePorts.takeAll(addressed.getSpec(), existing.map(Service::getSpec)))
              .build();
      return new ServiceTaking(object, existing, addresses, nodePorts, ips, ports, dryRun);
    } catch (RuntimeException e) {
      addresses.giveBack();
      nodePorts.giveBack();
      throw e;
    }
  }

  private Service settled(Service service, Optional<Service> existing) {
    if (service.getSpec().getType().equals("ExternalName")) {
      return service;
    }
    var families = ranges.stream().map(AddressRange::family).toList();
    return switch (IpFamilies.settle(service, existing, families)) {
      case IpFamilies.Outcome.Settled(var settled) -> settled;
      case IpFamilies.Outcome.Refused(var errors) ->
          throw ApiException.of(
              new Refusal.Invalid("Service", service.getMetadata().getName(), errors));
    };
  }

  @Override
  public void released(Service deleted) {
    addresses(deleted).forEach(address -> ips.release(address, deleted));
    ports.release(nodePorts(deleted));
  }

  /// The addresses that a service has taken.
  static List<String> addresses(Service service) {
    var spec = service.getSpec();
    return IpFamilies.isHeadless(spec) || spec.getType().equals("ExternalName")
        ? List.of()
        : List.copyOf(spec.getClusterIPsList());
  }

  /// The node ports that a service has taken.
  static Set<Integer> nodePorts(Service service) {
    ServiceSpec spec = service.getSpec();
    var taken = new TreeSet<Integer>();
    spec.getPortsList().stream()
        .map(ServicePort::getNodePort)
        .filter(port -> port != 0)
        .forEach(taken::add);
    if (spec.getHealthCheckNodePort() != 0) {
      taken.add(spec.getHealthCheckNodePort());
    }
    return taken;
  }
}
