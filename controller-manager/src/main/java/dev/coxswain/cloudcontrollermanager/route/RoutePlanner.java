package dev.coxswain.cloudcontrollermanager.route;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.NodeAddress;
import dev.coxswain.apimachinery.validation.Addresses;
import dev.coxswain.apimachinery.validation.Addresses.Cidr;
import dev.coxswain.cloudcontrollermanager.provider.Routes.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Decides which routes the cloud lacks and which it has too many. Pure.
final class RoutePlanner {
  private static final String INTERNAL = "InternalIP";

  private final View view;

  private RoutePlanner(View view) {
    this.view = view;
  }

  /// Everything one decision may look at.
  ///
  /// @param routes what the cloud has
  /// @param clusterCidrs the addresses of pods; routes to others are none of ours
  record View(List<Node> nodes, List<Route> routes, List<Cidr> clusterCidrs) {
    View {
      nodes = List.copyOf(nodes);
      routes = List.copyOf(routes);
      clusterCidrs = List.copyOf(clusterCidrs);
    }
  }

  /// Everything one decision asks for.
  ///
  /// @param deletions to be done before anything is created: a route that moves is in both
  /// @param unroutable nodes with addresses for pods, but none of their own that routes could name
  record Plan(List<Route> deletions, List<Route> creations, List<String> unroutable) {
    Plan {
      deletions = List.copyOf(deletions);
      creations = List.copyOf(creations);
      unroutable = List.copyOf(unroutable);
    }
  }

  /// Whether pods of a node can be reached.
  enum Reachability {
    /// The node asks for no route and has none.
    NOT_CONCERNED,
    REACHABLE,
    UNREACHABLE
  }

  static Plan plan(View view) {
    return new RoutePlanner(view).plan();
  }

  private Plan plan() {
    var deletions = view.routes().stream().filter(r -> isOurs(r) && !isWanted(r)).toList();
    var creations = new ArrayList<Route>();
    var unroutable = new ArrayList<String>();
    for (var node : view.nodes()) {
      for (var cidr : node.getSpec().getPodCIDRsList()) {
        if (has(r -> isTo(r, node, cidr) && isWanted(r))) {
          continue;
        }
        var name = node.getMetadata().getName();
        gateway(node, cidr)
            .ifPresentOrElse(
                ip -> creations.add(new Route(cidr, name, ip)), () -> unroutable.add(name));
      }
    }
    return new Plan(deletions, creations, unroutable);
  }

  private boolean has(Predicate<Route> predicate) {
    return view.routes().stream().anyMatch(predicate);
  }

  private static boolean isTo(Route route, Node node, String cidr) {
    return route.node().equals(node.getMetadata().getName()) && route.cidr().equals(cidr);
  }

  // A route is right when the node still has its addresses, those for pods and its own.
  private boolean isWanted(Route route) {
    return view.nodes().stream()
        .filter(node -> node.getMetadata().getName().equals(route.node()))
        .anyMatch(node ->
            node.getSpec().getPodCIDRsList().contains(route.cidr())
                && node.getStatus().getAddressesList().stream()
                    .anyMatch(a -> a.getAddress().equals(route.gateway())));
  }

  private boolean isOurs(Route route) {
    return Addresses.parseCidr(route.cidr())
        .filter(cidr ->
            view.clusterCidrs().stream()
                .anyMatch(all -> all.equals(cidr) || all.strictlyContains(cidr)))
        .isPresent();
  }

  private static Optional<String> gateway(Node node, String cidr) {
    boolean v6 = Addresses.isIpv6(cidr.substring(0, Math.max(cidr.indexOf('/'), 0)));
    return node.getStatus().getAddressesList().stream()
        .filter(a -> a.getType().equals(INTERNAL))
        .map(NodeAddress::getAddress)
        .filter(v6 ? Addresses::isIpv6 : Addresses::isIpv4)
        .findFirst();
  }

  /// How a node stands once the plan was carried out.
  ///
  /// @param routes what the cloud had before
  /// @param failed what could not be created
  static Reachability reachability(Node node, List<Route> routes, Plan plan, List<Route> failed) {
    var name = node.getMetadata().getName();
    if (node.getSpec().getPodCIDRsCount() == 0) {
      return routes.stream().anyMatch(r -> r.node().equals(name))
          ? Reachability.UNREACHABLE
          : Reachability.NOT_CONCERNED;
    }
    boolean missing =
        plan.unroutable().contains(name) || failed.stream().anyMatch(r -> r.node().equals(name));
    return missing ? Reachability.UNREACHABLE : Reachability.REACHABLE;
  }
}
