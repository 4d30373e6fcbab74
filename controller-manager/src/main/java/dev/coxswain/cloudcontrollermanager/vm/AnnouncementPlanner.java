package dev.coxswain.cloudcontrollermanager.vm;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.discovery.v1.Endpoint;
import dev.coxswain.api.discovery.v1.EndpointSlice;
import dev.coxswain.apimachinery.hosts.HostAnnotations;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.cloudcontrollermanager.service.BalancedServices;
import dev.coxswain.cloudcontrollermanager.service.BalancerNodes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Decides which host answers for which load balancer address. Pure.
///
/// An address stays where it is as long as its host is fit for it; otherwise it goes to the fit
/// host that has the fewest.
final class AnnouncementPlanner {
  private static final String SERVICE_NAME = "kubernetes.io/service-name";

  private final View view;
  private final List<Node> fit;
  private final Map<String, TreeSet<String>> addresses = new TreeMap<>();

  private AnnouncementPlanner(View view) {
    this.view = view;
    this.fit = BalancerNodes.of(view.nodes()).stream().filter(AnnouncementPlanner::isFit).toList();
    fit.forEach(node -> addresses.put(name(node), new TreeSet<>()));
  }

  /// Everything one decision may look at.
  record View(List<Service> services, List<Node> nodes, List<EndpointSlice> slices) {
    View {
      services = List.copyOf(services);
      nodes = List.copyOf(nodes);
      slices = List.copyOf(slices);
    }
  }

  /// A node's addresses are others from now on.
  ///
  /// @param gained those that it did not have before
  record Change(String node, List<String> addresses, List<String> gained) {
    Change {
      addresses = List.copyOf(addresses);
      gained = List.copyOf(gained);
    }
  }

  /// What changes, in this order: an address is taken from one host before another one gets it.
  static List<Change> plan(View view) {
    return new AnnouncementPlanner(view).plan();
  }

  private List<Change> plan() {
    var homeless = new ArrayList<Service>();
    for (var service : view.services()) {
      if (address(service).isPresent() && !stays(service)) {
        homeless.add(service);
      }
    }
    homeless.forEach(this::settle);
    return changes();
  }

  private static Optional<String> address(Service service) {
    return BalancedServices.wantsBalancer(service) && !service.getMetadata().hasDeletionTimestamp()
        ? AddressPlanner.shown(service)
        : Optional.empty();
  }

  private boolean stays(Service service) {
    var address = address(service).orElseThrow();
    var host =
        fit.stream()
            .filter(node -> HostAnnotations.addresses(node).contains(address))
            .filter(serves(service))
            .findFirst();
    host.ifPresent(node -> addresses.get(name(node)).add(address));
    return host.isPresent();
  }

  private void settle(Service service) {
    fit.stream()
        .filter(serves(service))
        .map(AnnouncementPlanner::name)
        .min(
            Comparator.<String>comparingInt(node -> addresses.get(node).size())
                .thenComparing(Comparator.naturalOrder()))
        .ifPresent(node -> addresses.get(node).add(address(service).orElseThrow()));
  }

  // With the Local policy only hosts with an endpoint pass traffic on.
  private Predicate<Node> serves(Service service) {
    if (!service.getSpec().getExternalTrafficPolicy().equals("Local")) {
      return _ -> true;
    }
    var hosts = hostsOfEndpoints(Metadata.key(service));
    return node -> hosts.contains(name(node));
  }

  private Set<String> hostsOfEndpoints(ObjectKey service) {
    var hosts = new HashSet<String>();
    for (var slice : view.slices()) {
      var metadata = slice.getMetadata();
      if (metadata.getNamespace().equals(service.namespace())
          && metadata.getLabelsOrDefault(SERVICE_NAME, "").equals(service.name())) {
        slice.getEndpointsList().stream()
            .filter(AnnouncementPlanner::isServing)
            .map(Endpoint::getNodeName)
            .forEach(hosts::add);
      }
    }
    return hosts;
  }

  private static boolean isServing(Endpoint endpoint) {
    var conditions = endpoint.getConditions();
    boolean ready = !conditions.hasReady() || conditions.getReady();
    return ready || (conditions.getServing() && conditions.getTerminating());
  }

  private static boolean isFit(Node node) {
    return has(node, "Ready", "True") && !has(node, "NetworkUnavailable", "True");
  }

  private static boolean has(Node node, String condition, String status) {
    return node.getStatus().getConditionsList().stream()
        .anyMatch(c -> c.getType().equals(condition) && c.getStatus().equals(status));
  }

  private List<Change> changes() {
    var changes = new ArrayList<Change>();
    for (var node : view.nodes()) {
      var before = HostAnnotations.addresses(node);
      var after = List.copyOf(addresses.getOrDefault(name(node), new TreeSet<>()));
      if (!after.equals(before)) {
        var gained = after.stream().filter(address -> !before.contains(address)).toList();
        changes.add(new Change(name(node), after, gained));
      }
    }
    changes.sort(Comparator.comparing(change -> !change.gained().isEmpty()));
    return changes;
  }

  private static String name(Node node) {
    return node.getMetadata().getName();
  }
}
