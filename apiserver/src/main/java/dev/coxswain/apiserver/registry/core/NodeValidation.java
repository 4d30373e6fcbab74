package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Taint;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Addresses;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.pods.TolerationValidation;
import dev.coxswain.apiserver.registry.validation.GoStruct;
import dev.coxswain.apiserver.registry.validation.Problems;
import dev.coxswain.apiserver.registry.validation.ResourceValidation;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The rules for nodes.
final class NodeValidation {
  private static final FieldPath CIDRS = Problems.SPEC.child("podCIDRs");
  private static final int FAMILIES = 2;

  private NodeValidation() {}

  static void check(Node node, Problems problems) {
    checkTaints(node.getSpec().getTaintsList(), Problems.METADATA.child("taints"), problems);
    checkResources(node, problems);
    var swap = node.getStatus().getNodeInfo().getSwap();
    if (swap.hasCapacity() && swap.getCapacity() <= 0) {
      problems.invalid(
          Problems.METADATA.child("nodeSwapStatus", "capacity"),
          swap.getCapacity(),
          "must be greater than zero");
    }
    checkPodCidrs(node.getSpec().getPodCIDRsList(), problems);
  }

  /// What may change only once, and what must be told apart.
  static void checkChange(Node updated, Node existing, Problems problems) {
    checkAddresses(updated, problems);
    var before = existing.getSpec();
    var now = updated.getSpec();
    if (before.getPodCIDRsCount() > 0 && !before.getPodCIDRsList().equals(now.getPodCIDRsList())) {
      problems.forbidden(CIDRS, "node updates may not change podCIDR except from \"\" to valid");
    }
    if (!before.getProviderID().isEmpty() && !before.getProviderID().equals(now.getProviderID())) {
      problems.forbidden(
          Problems.SPEC.child("providerID"),
          "node updates may not change providerID except from \"\" to valid");
    }
    if (!before.getExternalID().equals(now.getExternalID())) {
      problems.forbidden(Problems.SPEC.child("externalID"), "may not be updated");
    }
  }

  static void checkResources(Node node, Problems problems) {
    var status = node.getStatus();
    checkAmounts(status.getCapacityMap(), Problems.STATUS.child("capacity"), problems);
    checkAmounts(status.getAllocatableMap(), Problems.STATUS.child("allocatable"), problems);
  }

  private static void checkAmounts(
      Map<String, Quantity> amounts, FieldPath path, Problems problems) {
    new TreeMap<>(amounts)
        .forEach((name, amount) ->
            ResourceValidation.checkAmount(name, Amount.of(amount), path.child(name), problems));
  }

  private static void checkAddresses(Node node, Problems problems) {
    var addresses = new HashSet<Object>();
    for (int i = 0; i < node.getStatus().getAddressesCount(); i++) {
      var address = node.getStatus().getAddresses(i);
      if (!addresses.add(address)) {
        problems.duplicate(
            Problems.STATUS.child("addresses").index(i), GoStruct.of(address).tree());
      }
    }
  }

  private static void checkTaints(List<Taint> taints, FieldPath path, Problems problems) {
    var pairs = new HashSet<String>();
    for (int i = 0; i < taints.size(); i++) {
      var taint = taints.get(i);
      var at = path.index(i);
      problems.invalid(at.child("key"), taint.getKey(), Names.isQualifiedName(taint.getKey()));
      var complaints = Names.isValidLabelValue(taint.getValue());
      if (!complaints.isEmpty()) {
        problems.invalid(at.child("value"), taint.getValue(), String.join(";", complaints));
      }
      TolerationValidation.checkEffect(taint.getEffect(), false, at.child("effect"), problems);
      if (!pairs.add(taint.getKey() + ":" + taint.getEffect())) {
        problems.duplicate(at, shown(taint), "taints must be unique by key and effect pair");
      }
    }
  }

  private static Object shown(Taint taint) {
    return GoStruct.of()
        .with("Key", taint.getKey())
        .with("Value", taint.getValue())
        .with("Effect", taint.getEffect())
        .with("TimeAdded", taint.hasTimeAdded() ? taint.getTimeAdded() : null)
        .tree();
  }

  private static void checkPodCidrs(List<String> cidrs, Problems problems) {
    for (int i = 0; i < cidrs.size(); i++) {
      problems.invalid(CIDRS.index(i), cidrs.get(i), Addresses.isValidCidr(cidrs.get(i)));
    }
    long families =
        cidrs.stream().map(cidr -> Addresses.isIpv6(cidr.split("/", 2)[0])).distinct().count();
    if (cidrs.size() > 1 && (families < FAMILIES || cidrs.size() > FAMILIES)) {
      problems.invalid(
          CIDRS, List.copyOf(cidrs), "may specify no more than one CIDR for each IP family");
    }
  }
}
