package dev.coxswain.apimachinery.hosts;

import dev.coxswain.api.core.v1.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The annotations of a node that say what hosts do for the cluster's network. Pure.
public final class HostAnnotations {
  /// The addresses of load balancers that this node answers for, separated by commas.
  public static final String ADDRESSES = "load-balancer.cloud.coxswain.dev/addresses";

  private static final String ROUTE = "route.cloud.coxswain.dev/";

  private HostAnnotations() {}

  /// The addresses in [#ADDRESSES].
  public static List<String> addresses(Node node) {
    var text = node.getMetadata().getAnnotationsOrDefault(ADDRESSES, "");
    return text.isEmpty() ? List.of() : List.of(text.split(","));
  }

  /// The value of [#ADDRESSES]; empty when the annotation should not be there.
  public static Optional<String> ofAddresses(List<String> addresses) {
    return addresses.isEmpty() ? Optional.empty() : Optional.of(String.join(",", addresses));
  }

  /// The annotation whose value is the gateway of a route: each route has its own, so that two can
  /// be written at once. Names of annotations have neither slashes nor colons.
  public static String routeTo(String cidr) {
    return ROUTE + cidr.replace('/', '-').replace(':', '_');
  }

  /// The routes to the node: the gateways that all other hosts should use, by addresses.
  public static Map<String, String> routes(Node node) {
    var routes = new TreeMap<String, String>();
    node.getMetadata()
        .getAnnotationsMap()
        .forEach((name, gateway) -> {
          if (name.startsWith(ROUTE)) {
            var cidr = name.substring(ROUTE.length()).replace('_', ':').replace('-', '/');
            routes.put(cidr, gateway);
          }
        });
    return routes;
  }
}
