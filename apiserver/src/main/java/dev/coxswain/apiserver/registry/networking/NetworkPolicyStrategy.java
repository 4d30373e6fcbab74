package dev.coxswain.apiserver.registry.networking;

import dev.coxswain.api.networking.v1.IPBlock;
import dev.coxswain.api.networking.v1.NetworkPolicy;
import dev.coxswain.api.networking.v1.NetworkPolicyPeer;
import dev.coxswain.api.networking.v1.NetworkPolicyPort;
import dev.coxswain.apimachinery.intstr.IntOrStrings;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Addresses;
import dev.coxswain.apimachinery.validation.Addresses.Cidr;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apimachinery.validation.Numbers;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.validation.LabelSelectorValidation;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.math.BigInteger;
import java.util.List;

/// Network policies.
public final class NetworkPolicyStrategy extends GenericStrategy<NetworkPolicy> {
  private static final List<String> TYPES = List.of("Ingress", "Egress");
  private static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");

  public NetworkPolicyStrategy(ResourceType resource) {
    super(resource, NetworkingTables.NETWORK_POLICIES);
  }

  @Override
  protected void check(NetworkPolicy policy, StrategyContext context, Problems problems) {
    var spec = policy.getSpec();
    LabelSelectorValidation.check(
        spec.getPodSelector(), Problems.SPEC.child("podSelector"), problems);
    for (int i = 0; i < spec.getIngressCount(); i++) {
      var path = Problems.SPEC.child("ingress").index(i);
      checkPorts(spec.getIngress(i).getPortsList(), path.child("ports"), problems);
      checkPeers(spec.getIngress(i).getFromList(), path.child("from"), problems);
    }
    for (int i = 0; i < spec.getEgressCount(); i++) {
      var path = Problems.SPEC.child("egress").index(i);
      checkPorts(spec.getEgress(i).getPortsList(), path.child("ports"), problems);
      checkPeers(spec.getEgress(i).getToList(), path.child("to"), problems);
    }
    var types = Problems.SPEC.child("policyTypes");
    if (spec.getPolicyTypesCount() > 2) {
      problems.invalid(
          types,
          List.copyOf(spec.getPolicyTypesList()),
          "may not specify more than two policyTypes");
    }
    for (int i = 0; i < spec.getPolicyTypesCount(); i++) {
      problems.oneOf(types.index(i), spec.getPolicyTypes(i), TYPES);
    }
  }

  private static void checkPorts(List<NetworkPolicyPort> ports, FieldPath path, Problems problems) {
    for (int i = 0; i < ports.size(); i++) {
      var port = ports.get(i);
      var at = path.index(i);
      if (port.hasProtocol()) {
        problems.oneOf(at.child("protocol"), port.getProtocol(), PROTOCOLS);
      }
      if (port.hasPort()) {
        checkPort(port, at, problems);
      } else if (port.hasEndPort()) {
        problems.required(at.child("port"), "must be specified when `endPort` is specified");
      }
    }
  }

  private static void checkPort(NetworkPolicyPort port, FieldPath path, Problems problems) {
    var value = port.getPort();
    if (IntOrStrings.isText(value)) {
      problems.invalid(
          path.child("port"), value.getStrVal(), Names.isValidPortName(value.getStrVal()));
      if (port.hasEndPort()) {
        problems.invalid(
            path.child("endPort"),
            port.getEndPort(),
            "may not be specified when `port` is non-numeric");
      }
      return;
    }
    problems.invalid(path.child("port"), value.getIntVal(), Numbers.isValidPort(value.getIntVal()));
    if (port.hasEndPort()) {
      if (port.getEndPort() < value.getIntVal()) {
        problems.invalid(
            path.child("endPort"), port.getEndPort(), "must be greater than or equal to `port`");
      }
      problems.invalid(
          path.child("endPort"), port.getEndPort(), Numbers.isValidPort(port.getEndPort()));
    }
  }

  private static void checkPeers(List<NetworkPolicyPeer> peers, FieldPath path, Problems problems) {
    for (int i = 0; i < peers.size(); i++) {
      checkPeer(peers.get(i), path.index(i), problems);
    }
  }

  private static void checkPeer(NetworkPolicyPeer peer, FieldPath path, Problems problems) {
    if (peer.hasPodSelector()) {
      LabelSelectorValidation.check(peer.getPodSelector(), path.child("podSelector"), problems);
    }
    if (peer.hasNamespaceSelector()) {
      LabelSelectorValidation.check(
          peer.getNamespaceSelector(), path.child("namespaceSelector"), problems);
    }
    if (peer.hasIpBlock()) {
      checkBlock(peer.getIpBlock(), path.child("ipBlock"), problems);
    }
    boolean selects = peer.hasPodSelector() || peer.hasNamespaceSelector();
    if (!selects && !peer.hasIpBlock()) {
      problems.required(path, "must specify a peer");
    } else if (selects && peer.hasIpBlock()) {
      problems.forbidden(path, "may not specify both ipBlock and another peer");
    }
  }

  private static void checkBlock(IPBlock block, FieldPath path, Problems problems) {
    if (block.getCidr().isEmpty()) {
      problems.required(path.child("cidr"));
      return;
    }
    problems.invalid(path.child("cidr"), block.getCidr(), Addresses.isValidCidr(block.getCidr()));
    var cidr = Addresses.parseCidr(block.getCidr());
    for (int i = 0; i < block.getExceptCount(); i++) {
      var text = block.getExcept(i);
      var at = path.child("except").index(i);
      problems.invalid(at, text, Addresses.isValidCidr(text));
      var except = Addresses.parseCidr(text);
      if (cidr.isPresent() && except.isPresent() && !isWithin(except.get(), cidr.get())) {
        problems.invalid(at, text, "must be a strict subset of `cidr`");
      }
    }
  }

  private static boolean isWithin(Cidr inner, Cidr outer) {
    var a = inner.address().getAddress();
    var b = outer.address().getAddress();
    if (a.length != b.length || inner.length() <= outer.length()) {
      return false;
    }
    int shift = a.length * 8 - outer.length();
    return new BigInteger(1, a).shiftRight(shift).equals(new BigInteger(1, b).shiftRight(shift));
  }
}
