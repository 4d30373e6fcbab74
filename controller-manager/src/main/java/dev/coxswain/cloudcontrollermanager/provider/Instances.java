package dev.coxswain.cloudcontrollermanager.provider;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.NodeAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The machines behind nodes.
public interface Instances {
  /// The machine that the node runs on: by its provider's id if it has one, else by its name. Empty
  /// if there is no such machine, or none any more.
  Optional<Instance> find(Node node);

  /// One machine.
  ///
  /// @param providerId what the cloud calls it, such as `vm:///a`
  /// @param type such as `small`; empty if machines have no types
  /// @param zone empty if there are no zones
  /// @param region empty if there are no regions
  /// @param addresses as the node is to show them; empty if the cloud doesn't know
  /// @param labels more labels for the node
  /// @param shutDown whether it exists, but is switched off
  record Instance(
      String providerId,
      String type,
      String zone,
      String region,
      List<NodeAddress> addresses,
      Map<String, String> labels,
      boolean shutDown) {
    public Instance {
      addresses = List.copyOf(addresses);
      labels = Map.copyOf(labels);
    }
  }
}
