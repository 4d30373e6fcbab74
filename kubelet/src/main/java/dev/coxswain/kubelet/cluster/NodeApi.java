package dev.coxswain.kubelet.cluster;

import dev.coxswain.api.coordination.v1.Lease;
import dev.coxswain.api.core.v1.Node;
import java.util.Optional;

/// What the kubelet says of its own node. Calls block and throw
/// [dev.coxswain.apimachinery.status.ApiException].
public interface NodeApi {

  Optional<Node> fetchNode(String name);

  Node createNode(Node node);

  Node updateNode(Node node);

  Node updateNodeStatus(Node node);

  /// The lease that says the node is alive.
  Optional<Lease> fetchLease(String node);

  Lease createLease(Lease lease);

  Lease updateLease(Lease lease);
}
