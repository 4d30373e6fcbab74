package dev.coxswain.apiserver.allocation;

import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.api.networking.v1.IPAddress;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.apiserver.registry.Lookup;
import dev.coxswain.apiserver.storage.Storage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/// Brings what is taken and what services have into agreement, from time to time.
///
/// What a service has is taken for it at once. What nobody has is given back only when it was found
/// so several times: a service that is just being created has taken it and is not stored yet. For
/// one thread.
public final class AllocationRepair {
  private static final Duration ADDRESS_GRACE = Duration.ofMinutes(1);
  private static final int SIGHTINGS = 3;

  private final Lookup lookup;
  private final ClusterIps ips;
  private final NodePorts ports;
  private final Map<Integer, Integer> leaks = new HashMap<>();

  public AllocationRepair(
      Storage storage, Lookup lookup, PortRange portRange, RandomGenerator random) {
    this.lookup = lookup;
    this.ips = new ClusterIps(storage, random);
    this.ports = new NodePorts(storage, portRange, random);
  }

  /// One round; to be called every few minutes.
  public void run(Instant now) {
    repairPorts();
    repairAddresses(now);
  }

  private void repairPorts() {
    var used = new TreeSet<Integer>();
    for (var service : lookup.list(Service.class, "")) {
      used.addAll(ServiceAllocator.nodePorts(service));
    }
    used.removeIf(port -> !ports.range().contains(port));
    var unused = ports.current().taken();
    unused.removeAll(used);
    leaks.keySet().retainAll(unused);
    unused.forEach(port -> leaks.merge(port, 1, Integer::sum));
    ports.change(bits -> repaired(bits, used));
  }

  private Optional<PortBits> repaired(PortBits bits, Set<Integer> used) {
    var repaired = bits;
    for (int port : used) {
      repaired = repaired.with(port);
    }
    for (var leak : leaks.entrySet()) {
      if (leak.getValue() >= SIGHTINGS) {
        repaired = repaired.without(leak.getKey());
      }
    }
    return repaired.equals(bits) ? Optional.empty() : Optional.of(repaired);
  }

  private void repairAddresses(Instant now) {
    for (var service : lookup.list(Service.class, "")) {
      for (var address : ServiceAllocator.addresses(service)) {
        if (ips.isFree(address)) {
          ips.take(address, service, now);
        }
      }
    }
    for (var address : lookup.list(IPAddress.class, "")) {
      var created = Times.toInstant(Metadata.of(address).getCreationTimestamp());
      boolean settled = created.plus(ADDRESS_GRACE).isBefore(now);
      if (settled && IpAddresses.isOurs(address) && !isUsed(address)) {
        var parent = address.getSpec().getParentRef();
        ips.release(
            address.getMetadata().getName(),
            Service.newBuilder()
                .setMetadata(
                    ObjectMeta.newBuilder()
                        .setNamespace(parent.getNamespace())
                        .setName(parent.getName()))
                .build());
      }
    }
  }

  private boolean isUsed(IPAddress address) {
    var parent = address.getSpec().getParentRef();
    var key = new ObjectKey(parent.getNamespace(), parent.getName());
    return lookup
        .fetch(Service.class, key)
        .filter(s -> ServiceAllocator.addresses(s).contains(address.getMetadata().getName()))
        .isPresent();
  }
}
