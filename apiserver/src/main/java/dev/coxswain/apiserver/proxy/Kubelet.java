package dev.coxswain.apiserver.proxy;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.registry.Lookup;
import java.util.List;

/// Where a node's kubelet listens.
///
/// @param host address or name
record Kubelet(String host, int port) {
  private static final int DEFAULT_PORT = 10250;
  private static final List<String> PREFERRED =
      List.of("InternalIP", "InternalDNS", "Hostname", "ExternalIP", "ExternalDNS");

  /// @throws ApiException if there is no such node, or nothing says how to reach it
  static Kubelet of(Lookup lookup, String nodeName) {
    var node =
        lookup
            .get(Node.class, new ObjectKey("", nodeName))
            .orElseThrow(() -> ApiException.of(new Refusal.NotFound("nodes", nodeName)));
    return new Kubelet(address(node), port(node));
  }

  String authority() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  private static String address(Node node) {
    for (var type : PREFERRED) {
      for (var address : node.getStatus().getAddressesList()) {
        if (address.getType().equals(type)) {
          return address.getAddress();
        }
      }
    }
    throw ApiException.of(
        new Refusal.Internal(
            "no preferred addresses found; known addresses: "
                + node.getStatus().getAddressesList().stream().map(a -> a.getAddress()).toList()));
  }

  private static int port(Node node) {
    int port = node.getStatus().getDaemonEndpoints().getKubeletEndpoint().getPort();
    return port == 0 ? DEFAULT_PORT : port;
  }
}
