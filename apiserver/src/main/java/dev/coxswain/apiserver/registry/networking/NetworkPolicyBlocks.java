package dev.coxswain.apiserver.registry.networking;

import dev.coxswain.api.networking.v1.IPBlock;
import dev.coxswain.api.networking.v1.NetworkPolicyPeer;
import dev.coxswain.api.networking.v1.NetworkPolicySpec;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.ArrayList;
import java.util.List;

/// The blocks of addresses that a network policy names, each with where it is.
final class NetworkPolicyBlocks {
  private NetworkPolicyBlocks() {}

  record Placed(IPBlock block, FieldPath path) {}

  static List<Placed> of(NetworkPolicySpec spec) {
    var all = new ArrayList<Placed>();
    for (int i = 0; i < spec.getIngressCount(); i++) {
      var path = Problems.SPEC.child("ingress").index(i).child("from");
      collect(spec.getIngress(i).getFromList(), path, all);
    }
    for (int i = 0; i < spec.getEgressCount(); i++) {
      collect(
          spec.getEgress(i).getToList(), Problems.SPEC.child("egress").index(i).child("to"), all);
    }
    return all;
  }

  private static void collect(List<NetworkPolicyPeer> peers, FieldPath path, List<Placed> all) {
    for (int i = 0; i < peers.size(); i++) {
      if (peers.get(i).hasIpBlock()) {
        all.add(new Placed(peers.get(i).getIpBlock(), path.index(i).child("ipBlock")));
      }
    }
  }
}
