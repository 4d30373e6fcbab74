package dev.coxswain.cloudcontrollermanager.provider;

import java.util.List;

/// The cloud's routes to pods.
public interface Routes {
  List<Route> list();

  /// Makes the route, or does nothing if it is there. Several calls may come at once.
  void create(Route route);

  /// Removes the route, or does nothing if there is none. Several calls may come at once.
  void delete(Route route);

  /// Where packets to some addresses go.
  ///
  /// @param cidr the addresses
  /// @param node the node that has them
  /// @param gateway an address of that node
  record Route(String cidr, String node, String gateway) {}
}
