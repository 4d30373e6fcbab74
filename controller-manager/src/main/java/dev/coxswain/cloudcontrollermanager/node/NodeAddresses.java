package dev.coxswain.cloudcontrollermanager.node;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.NodeAddress;
import dev.coxswain.apimachinery.validation.Addresses;
import dev.coxswain.cloudcontrollermanager.provider.CloudFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Decides which addresses a node shows. Pure.
final class NodeAddresses {
  // The kubelet writes its --node-ip here.
  private static final String PROVIDED = "alpha.kubernetes.io/provided-node-ip";
  private static final String HOSTNAME = "Hostname";

  private NodeAddresses() {}

  /// The addresses that the node should show instead of those that it shows; empty if it shows the
  /// right ones, or if the cloud knows none.
  ///
  /// @throws CloudFailure if the kubelet was told an address that the machine doesn't have
  static Optional<List<NodeAddress>> change(Node node, List<NodeAddress> ofInstance) {
    if (ofInstance.isEmpty()) {
      return Optional.empty();
    }
    var wanted = preferred(node, withHostname(node, ofInstance));
    return wanted.equals(node.getStatus().getAddressesList())
        ? Optional.empty()
        : Optional.of(wanted);
  }

  private static List<NodeAddress> withHostname(Node node, List<NodeAddress> ofInstance) {
    if (ofInstance.stream().anyMatch(a -> a.getType().equals(HOSTNAME))) {
      return ofInstance;
    }
    var own =
        node.getStatus().getAddressesList().stream().filter(a -> a.getType().equals(HOSTNAME));
    return Stream.concat(ofInstance.stream(), own).toList();
  }

  /// The addresses with those first that the kubelet was told, if it was.
  ///
  /// @throws CloudFailure if one of those is not among the addresses
  static List<NodeAddress> preferred(Node node, List<NodeAddress> addresses) {
    var provided = node.getMetadata().getAnnotationsOrDefault(PROVIDED, "");
    if (provided.isEmpty()) {
      return addresses;
    }
    var result = addresses;
    for (var text : List.of(provided.split(",")).reversed()) {
      result = first(text.strip(), result);
    }
    return result;
  }

  private static List<NodeAddress> first(String text, List<NodeAddress> addresses) {
    var ip =
        Addresses.parseIp(text)
            .orElseThrow(() ->
                new CloudFailure(
                    "failed to parse node IP \"%s\": could not parse \"%s\""
                        .formatted(text, text)));
    var matching = new ArrayList<NodeAddress>();
    var others = new ArrayList<NodeAddress>();
    for (var address : addresses) {
      boolean matches = Addresses.parseIp(address.getAddress()).filter(ip::equals).isPresent();
      (matches ? matching : others).add(address);
    }
    if (matching.isEmpty()) {
      throw new CloudFailure(
          "failed to get node address from cloud provider that matches ip: " + text);
    }
    matching.addAll(others);
    return List.copyOf(matching);
  }
}
