package dev.coxswain.apiserver.allocation;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.networking.v1.IPAddress;
import dev.coxswain.api.networking.v1.ServiceCIDR;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.apimachinery.validation.Addresses;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Decides how services and the objects that stand for taken addresses come to agree. Pure.
final class AddressRepairPlanner {
  private static final Duration GRACE = Duration.ofMinutes(1);
  private static final String ABOUT_SERVICE = "ClusterIPAllocation";
  private static final String ABOUT_ADDRESS = "IPAddressAllocation";

  private final View view;
  private final Map<ObjectKey, Service> services = new HashMap<>();
  private final Map<String, IPAddress> taken = new HashMap<>();
  // What services have is looked at from their side.
  private final Set<String> claimed = new HashSet<>();
  private final List<Action> actions = new ArrayList<>();

  private AddressRepairPlanner(View view) {
    this.view = view;
    view.services().forEach(service -> services.put(Metadata.key(service), service));
    view.services().forEach(service -> claimed.addAll(ServiceAllocator.addresses(service)));
    view.addresses().forEach(address -> taken.put(address.getMetadata().getName(), address));
  }

  /// Everything one decision may look at.
  ///
  /// @param ranges those that the cluster has for services; none yet: every address is in range
  record View(
      List<Service> services, List<IPAddress> addresses, List<ServiceCIDR> ranges, Instant now) {
    View {
      services = List.copyOf(services);
      addresses = List.copyOf(addresses);
      ranges = List.copyOf(ranges);
    }
  }

  /// Something to tell people.
  record Note(Message about, String reason, String action, String text) {}

  /// One thing to do.
  sealed interface Action {
    /// Only tells.
    record Tell(Note note) implements Action {}

    /// The address is the service's from now on, whoever had it.
    ///
    /// @param instead what stands for the address now, wrongly
    record Take(String address, Service service, Optional<IPAddress> instead, Optional<Note> note)
        implements Action {}

    /// Nobody has the address any more.
    record Free(IPAddress address, Note note) implements Action {}
  }

  static List<Action> plan(View view) {
    return new AddressRepairPlanner(view).plan();
  }

  private List<Action> plan() {
    for (var service : view.services()) {
      ServiceAllocator.addresses(service).forEach(address -> look(service, address));
    }
    view.addresses().stream().filter(IpAddresses::isOurs).forEach(this::look);
    return List.copyOf(actions);
  }

  private void look(Service service, String address) {
    var family = Addresses.isIpv6(address) ? "IPv6" : "IPv4";
    if (!isInRange(address)) {
      actions.add(
          new Action.Tell(
              note(
                  service,
                  "ClusterIPOutOfRange",
                  ("Cluster IP [%s]: %s is not within any configured Service CIDR; please recreate"
                          + " service")
                      .formatted(family, address))));
      return;
    }
    var object = Optional.ofNullable(taken.get(address));
    if (object.isEmpty()) {
      take(
          service,
          address,
          Optional.of(
              note(
                  service,
                  "ClusterIPNotAllocated",
                  "Cluster IP [%s]: %s is not allocated; repairing".formatted(family, address))));
    } else if (!IpAddresses.belongsTo(object.get(), service)) {
      contested(service, address, family, object.get());
    } else if (!IpAddresses.isLabelled(object.get())) {
      take(service, address, Optional.empty());
    }
  }

  // Two services with one address would take it from each other for ever.
  private void contested(Service service, String address, String family, IPAddress object) {
    if (owner(object).filter(other -> has(other, address)).isPresent()) {
      actions.add(
          new Action.Tell(
              note(
                  service,
                  "ClusterIPAlreadyAllocated",
                  "Cluster IP [%s]:%s was assigned to multiple services; please recreate service"
                      .formatted(family, address))));
      return;
    }
    var key = Metadata.key(service);
    take(
        service,
        address,
        Optional.of(
            note(
                service,
                "ClusterIPNotAllocated",
                "the ClusterIP [%s]: %s for Service %s/%s has a wrong reference; repairing"
                    .formatted(family, address, key.namespace(), key.name()))));
  }

  private void take(Service service, String address, Optional<Note> note) {
    actions.add(new Action.Take(address, service, Optional.ofNullable(taken.get(address)), note));
  }

  // What is young may belong to a request that is under way.
  private void look(IPAddress address) {
    var name = address.getMetadata().getName();
    var created = Times.toInstant(address.getMetadata().getCreationTimestamp());
    if (claimed.contains(name) || !created.plus(GRACE).isBefore(view.now())) {
      return;
    }
    var parent = address.getSpec().getParentRef();
    if (!IpAddresses.isOfService(address)) {
      free(
          address,
          "IPAddressNotAllocated",
          ("IPAddress %s appears to have been modified, not referencing a Service"
                  + " &ParentReference{Group:%s,Resource:%s,Namespace:%s,Name:%s,}: cleaning up")
              .formatted(
                  name,
                  parent.getGroup(),
                  parent.getResource(),
                  parent.getNamespace(),
                  parent.getName()));
    } else if (owner(address).isPresent()) {
      free(
          address,
          "IPAddressWrongReference",
          "IPAddress: %s for Service %s/%s has a wrong reference; cleaning up"
              .formatted(name, parent.getNamespace(), parent.getName()));
    } else {
      free(
          address,
          "IPAddressNotAllocated",
          "IPAddress: %s for Service %s/%s appears to have leaked: cleaning up"
              .formatted(name, parent.getNamespace(), parent.getName()));
    }
  }

  private void free(IPAddress address, String reason, String text) {
    actions.add(new Action.Free(address, new Note(address, reason, ABOUT_ADDRESS, text)));
  }

  private Optional<Service> owner(IPAddress address) {
    var parent = address.getSpec().getParentRef();
    return IpAddresses.isOfService(address)
        ? Optional.ofNullable(services.get(new ObjectKey(parent.getNamespace(), parent.getName())))
        : Optional.empty();
  }

  private static boolean has(Service service, String address) {
    return ServiceAllocator.addresses(service).contains(address);
  }

  private boolean isInRange(String address) {
    var single = Addresses.parseCidr(address + (Addresses.isIpv6(address) ? "/128" : "/32"));
    var ranges =
        view.ranges().stream().flatMap(range -> range.getSpec().getCidrsList().stream()).toList();
    return ranges.isEmpty()
        || ranges.stream()
            .flatMap(text -> Addresses.parseCidr(text).stream())
            .anyMatch(range -> single.filter(range::strictlyContains).isPresent());
  }

  private static Note note(Service service, String reason, String text) {
    return new Note(service, reason, ABOUT_SERVICE, text);
  }
}
