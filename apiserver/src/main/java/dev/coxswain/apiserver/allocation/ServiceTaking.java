package dev.coxswain.apiserver.allocation;

import dev.coxswain.api.core.v1.Service;
import dev.coxswain.apiserver.request.WriteHook;
import java.util.Optional;

/// The addresses and ports taken for one write of one service.
///
/// @param existing empty on create
record ServiceTaking(
    Service object,
    Optional<Service> existing,
    AddressTaking addresses,
    PortTaking nodePorts,
    ClusterIps ips,
    NodePorts ports,
    boolean dryRun)
    implements WriteHook.Taken<Service> {

  @Override
  public void keep() {
    if (dryRun || existing.isEmpty()) {
      return;
    }
    var before = existing.get();
    var kept = ServiceAllocator.addresses(object);
    ServiceAllocator.addresses(before).stream()
        .filter(address -> !kept.contains(address))
        .forEach(address -> ips.release(address, before));
    var gone = ServiceAllocator.nodePorts(before);
    gone.removeAll(ServiceAllocator.nodePorts(object));
    ports.release(gone);
  }

  @Override
  public void giveBack() {
    addresses.giveBack();
    nodePorts.giveBack();
  }
}
