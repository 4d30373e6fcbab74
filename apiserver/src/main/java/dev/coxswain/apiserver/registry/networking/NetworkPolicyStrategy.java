package dev.coxswain.apiserver.registry.networking;

import dev.coxswain.api.networking.v1.IPBlock;
import dev.coxswain.api.networking.v1.NetworkPolicy;
import dev.coxswain.api.networking.v1.NetworkPolicyPeer;
import dev.coxswain.api.networking.v1.NetworkPolicyPort;
import dev.coxswain.api.networking.v1.NetworkPolicySpec;
import dev.coxswain.apimachinery.intstr.IntOrStrings;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Addresses;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apimachinery.validation.Numbers;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.validation.LabelSelectorValidation;
import dev.coxswain.apiserver.registry.validation.Problems;
import dev.coxswain.apiserver.registry.warnings.AddressWarnings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Network policies.
public final class NetworkPolicyStrategy extends GenericStrategy<NetworkPolicy> {
  private static final List<String> TYPES = List.of("Ingress", "Egress");
  private static final List<String> PROTOCOLS = List.of("TCP", "UDP", "SCTP");

  public NetworkPolicyStrategy(ResourceType resource) {
    super(resource, NetworkingTables.NETWORK_POLICIES);
  }

  @Override
  protected void check(NetworkPolicy policy, StrategyContext context, Problems problems) {
    checkSpec(policy.getSpec(), Set.of(), problems);
  }

  @Override
  protected void checkUpdate(
      NetworkPolicy updated, NetworkPolicy existing, StrategyContext context, Problems problems) {
    var had =
        NetworkPolicyBlocks.of(existing.getSpec()).stream()
            .flatMap(b ->
                Stream.concat(Stream.of(b.block().getCidr()), b.block().getExceptList().stream()))
            .collect(Collectors.toUnmodifiableSet());
    checkSpec(updated.getSpec(), had, problems);
  }

  @Override
  public List<String> warnings(NetworkPolicy policy, Optional<NetworkPolicy> existing) {
    var warnings = new ArrayList<String>();
    for (var placed : NetworkPolicyBlocks.of(policy.getSpec())) {
      var block = placed.block();
      warnings.addAll(AddressWarnings.ofCidr(block.getCidr(), placed.path().child("cidr")));
      for (int i = 0; i < block.getExceptCount(); i++) {
        var at = placed.path().child("except").index(i);
        warnings.addAll(AddressWarnings.ofCidr(block.getExcept(i), at));
      }
    }
    return warnings;
  }

  /// @param had blocks that are not judged again
  private static void checkSpec(NetworkPolicySpec spec, Set<String> had, Problems problems) {
    LabelSelectorValidation.check(
        spec.getPodSelector(), Problems.SPEC.child("podSelector"), problems);
    for (int i = 0; i < spec.getIngressCount(); i++) {
      var path = Problems.SPEC.child("ingress").index(i);
      checkPorts(spec.getIngress(i).getPortsList(), path.child("ports"), problems);
      checkPeers(spec.getIngress(i).getFromList(), had, path.child("from"), problems);
    }
    for (int i = 0; i < spec.getEgressCount(); i++) {
      var path = Problems.SPEC.child("egress").index(i);
      checkPorts(spec.getEgress(i).getPortsList(), path.child("ports"), problems);
      checkPeers(spec.getEgress(i).getToList(), had, path.child("to"), problems);
    }
    var types = Problems.SPEC.child("policyTypes");
    if (spec.getPolicyTypesCount() > 2) {
      problems.invalid(
          types,
          List.copyOf(spec.getPolicyTypesList()),
          "may not specify more than two policyTypes");
      return;
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
        problems.invalid(
            at.child("endPort"),
            port.getEndPort(),
            "may not be specified when `port` is not specified");
      }
    }
  }

  private static void checkPort(NetworkPolicyPort port, FieldPath path, Problems problems) {
    var value = port.getPort();
    if (IntOrStrings.isText(value)) {
      if (port.hasEndPort()) {
        problems.invalid(
            path.child("endPort"),
            port.getEndPort(),
            "may not be specified when `port` is non-numeric");
      }
      problems.invalid(
          path.child("port"), value.getStrVal(), Names.isValidPortName(value.getStrVal()));
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

  private static void checkPeers(
      List<NetworkPolicyPeer> peers, Set<String> had, FieldPath path, Problems problems) {
    for (int i = 0; i < peers.size(); i++) {
      checkPeer(peers.get(i), had, path.index(i), problems);
    }
  }

  private static void checkPeer(
      NetworkPolicyPeer peer, Set<String> had, FieldPath path, Problems problems) {
    if (peer.hasPodSelector()) {
      LabelSelectorValidation.check(peer.getPodSelector(), path.child("podSelector"), problems);
    }
    if (peer.hasNamespaceSelector()) {
      LabelSelectorValidation.check(
          peer.getNamespaceSelector(), path.child("namespaceSelector"), problems);
    }
    if (peer.hasIpBlock()) {
      checkBlock(peer.getIpBlock(), had, path.child("ipBlock"), problems);
    }
    boolean selects = peer.hasPodSelector() || peer.hasNamespaceSelector();
    if (!selects && !peer.hasIpBlock()) {
      problems.required(path, "must specify a peer");
    } else if (selects && peer.hasIpBlock()) {
      problems.forbidden(path, "may not specify both ipBlock and another peer");
    }
  }

  private static void checkBlock(
      IPBlock block, Set<String> had, FieldPath path, Problems problems) {
    if (block.getCidr().isEmpty()) {
      problems.required(path.child("cidr"));
      return;
    }
    checkCidr(block.getCidr(), had, path.child("cidr"), problems);
    var cidr = Addresses.parseCidr(block.getCidr());
    for (int i = 0; i < block.getExceptCount(); i++) {
      var text = block.getExcept(i);
      var at = path.child("except").index(i);
      if (cidr.isEmpty()) {
        return;
      }
      checkCidr(text, had, at, problems);
      var except = Addresses.parseCidr(text);
      if (except.isPresent() && !cidr.get().strictlyContains(except.get())) {
        problems.invalid(at, text, "must be a strict subset of `cidr`");
      }
    }
  }

  private static void checkCidr(String cidr, Set<String> had, FieldPath path, Problems problems) {
    if (!had.contains(cidr)) {
      problems.invalid(path, cidr, Addresses.isValidCidr(cidr));
    }
  }
}
