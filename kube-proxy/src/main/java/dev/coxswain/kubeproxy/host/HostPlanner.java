package dev.coxswain.kubeproxy.host;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.apimachinery.hosts.HostAnnotations;
import dev.coxswain.apimachinery.validation.Addresses;
import dev.coxswain.apimachinery.validation.Addresses.Cidr;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Decides which routes and addresses this host should have. Pure.
///
/// What an annotation says is believed only as far as the node could be believed anyway: a route
/// leads to the node's own addresses for pods, by one of its own addresses.
final class HostPlanner {
  private final View view;
  private final Optional<Cidr> podCidr;

  private HostPlanner(View view) {
    this.view = view;
    this.podCidr = Addresses.parseCidr(view.podCidr());
  }

  /// Everything one decision may look at.
  ///
  /// @param nodeName the node of this host
  /// @param podCidr the addresses of all pods; empty for no routes
  record View(String nodeName, String podCidr, List<Node> nodes) {
    View {
      nodes = List.copyOf(nodes);
    }
  }

  /// What the host should have.
  ///
  /// @param routes gateways by the addresses that they lead to
  /// @param addresses of load balancers
  record Wanted(Map<String, String> routes, Set<String> addresses) {
    Wanted {
      routes = Map.copyOf(routes);
      addresses = Set.copyOf(addresses);
    }
  }

  static Wanted plan(View view) {
    return new HostPlanner(view).plan();
  }

  private Wanted plan() {
    var routes = new TreeMap<String, String>();
    var addresses = new TreeSet<String>();
    for (var node : view.nodes()) {
      if (node.getMetadata().getName().equals(view.nodeName())) {
        HostAnnotations.addresses(node).stream().filter(Addresses::isIpv4).forEach(addresses::add);
      } else {
        HostAnnotations.routes(node)
            .forEach((cidr, gateway) -> {
              if (isCredible(node, cidr, gateway)) {
                routes.put(cidr, gateway);
              }
            });
      }
    }
    return new Wanted(routes, addresses);
  }

  private boolean isCredible(Node node, String cidr, String gateway) {
    boolean ofPods =
        Addresses.parseCidr(cidr)
            .filter(part -> podCidr.filter(all -> all.strictlyContains(part)).isPresent())
            .isPresent();
    return ofPods
        && node.getSpec().getPodCIDRsList().contains(cidr)
        && node.getStatus().getAddressesList().stream()
            .anyMatch(address -> address.getAddress().equals(gateway));
  }
}
