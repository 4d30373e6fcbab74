package dev.coxswain.kubelet.node;

import dev.coxswain.api.coordination.v1.Lease;
import dev.coxswain.api.coordination.v1.LeaseSpec;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.api.meta.v1.OwnerReference;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.kubelet.cluster.NodeApi;
import java.time.InstantSource;

/// The lease by which the control plane knows that the node is alive.
public final class NodeLease {
  private static final String NAMESPACE = "kube-node-lease";
  private static final int SECONDS = 40;

  private final NodeApi api;
  private final String node;
  private final InstantSource clock;

  public NodeLease(NodeApi api, String node, InstantSource clock) {
    this.api = api;
    this.node = node;
    this.clock = clock;
  }

  public void renew() {
    var found = api.fetchLease(node);
    if (found.isPresent()) {
      api.updateLease(renewed(found.get()));
      return;
    }
    try {
      api.createLease(renewed(fresh()));
    } catch (ApiException.AlreadyExists e) {
      api.fetchLease(node).map(this::renewed).ifPresent(api::updateLease);
    }
  }

  private Lease fresh() {
    var metadata = ObjectMeta.newBuilder().setNamespace(NAMESPACE).setName(node);
    api.fetchNode(node)
        .ifPresent(owner ->
            metadata.addOwnerReferences(
                OwnerReference.newBuilder()
                    .setApiVersion("v1")
                    .setKind("Node")
                    .setName(node)
                    .setUid(owner.getMetadata().getUid())));
    return Lease.newBuilder().setMetadata(metadata).build();
  }

  private Lease renewed(Lease lease) {
    var spec =
        (lease.hasSpec() ? lease.getSpec() : LeaseSpec.getDefaultInstance())
            .toBuilder()
                .setHolderIdentity(node)
                .setLeaseDurationSeconds(SECONDS)
                .setRenewTime(Times.micro(clock.instant()));
    return lease.toBuilder().setSpec(spec).build();
  }
}
