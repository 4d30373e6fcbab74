package dev.coxswain.apiserver.allocation;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.networking.v1.IPAddress;
import dev.coxswain.api.networking.v1.ServiceCIDR;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apiserver.allocation.AddressRepairPlanner.Action;
import dev.coxswain.apiserver.registry.Lookup;
import dev.coxswain.apiserver.storage.Storage;
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
  private static final int SIGHTINGS = 3;

  /// Where people are told of what is wrong and being repaired.
  @FunctionalInterface
  public interface News {
    /// @param reason CamelCase, for machines
    /// @param action what is done about it, CamelCase too
    void tell(Message about, String reason, String action, String note);
  }

  private final Lookup lookup;
  private final News news;
  private final ClusterIps ips;
  private final NodePorts ports;
  private final Map<Integer, Integer> leaks = new HashMap<>();

  public AllocationRepair(
      Storage storage, Lookup lookup, PortRange portRange, RandomGenerator random, News news) {
    this.lookup = lookup;
    this.news = news;
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
    var view =
        new AddressRepairPlanner.View(
            lookup.list(Service.class, ""),
            lookup.list(IPAddress.class, ""),
            lookup.list(ServiceCIDR.class, ""),
            now);
    for (var action : AddressRepairPlanner.plan(view)) {
      switch (action) {
        case Action.Tell(var note) -> tell(note);
        case Action.Take(var address, var service, var instead, var note) -> {
          if (has(service, address)) {
            note.ifPresent(this::tell);
            instead.ifPresent(ips::remove);
            ips.take(address, service, now);
          }
        }
        case Action.Free(var address, var note) -> {
          tell(note);
          ips.remove(address);
        }
      }
    }
  }

  // The service may have gone since the view was taken, and its addresses with it.
  private boolean has(Service service, String address) {
    return lookup
        .fetch(Service.class, Metadata.key(service))
        .filter(s -> s.getMetadata().getUid().equals(service.getMetadata().getUid()))
        .filter(s -> ServiceAllocator.addresses(s).contains(address))
        .isPresent();
  }

  private void tell(AddressRepairPlanner.Note note) {
    news.tell(note.about(), note.reason(), note.action(), note.text());
  }
}
